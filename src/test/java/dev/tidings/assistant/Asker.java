package dev.tidings.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Client;
import dev.tidings.JsonTree;
import dev.tidings.Listener;
import dev.tidings.SseParser.Message;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Somebody who asks the assistant. */
record Asker(Client client) {
  private static final Set<String> ENDS = Set.of("complete", "failed", "cancelled");

  /** What came of a question: its text, and the events that are not text. */
  record Outcome(String text, List<String> types, JsonTree end) {
    String type() {
      return types.get(types.size() - 1);
    }

    String code() {
      return end.at("code").text();
    }
  }

  static Asker of(AssistantServer server, String name) {
    return new Asker(Client.signedIn(server.liberty().uri(), name));
  }

  HttpResponse<String> post(String body, String... headers) {
    var request =
        client
            .request("api/assistant")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request);
  }

  /** Asks; the answer says where it comes. */
  JsonTree ask(String prompt) {
    return accepted(post("{\"prompt\":\"" + prompt + "\"}"));
  }

  JsonTree goOn(String prompt, String after) {
    return accepted(post("{\"prompt\":\"" + prompt + "\",\"after\":\"" + after + "\"}"));
  }

  private static JsonTree accepted(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return JsonTree.of(answer.body());
  }

  JsonTree snapshot(String id) {
    HttpResponse<String> answer = client.get("api/assistant/" + id);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonTree.of(answer.body());
  }

  Listener listen(JsonTree asked) {
    return client.listening(
        "topic=" + asked.at("topic").text() + "&after=" + asked.at("cursor").text());
  }

  /** Asks, and listens to the end. */
  Outcome outcome(String prompt) {
    JsonTree asked = ask(prompt);
    try (Listener stream = listen(asked)) {
      return outcome(stream, "");
    }
  }

  /** The rest of an answer whose text so far is known: nothing missing, nothing twice. */
  static Outcome outcome(Listener stream, String soFar) {
    StringBuilder text = new StringBuilder(soFar);
    List<String> types = new ArrayList<>();
    List<Message> messages = stream.until(message -> ENDS.contains(message.type()));
    for (Message message : messages) {
      JsonTree data = JsonTree.of(message.data()).at("data");
      if (message.type().equals("token")) {
        assertThat(data.at("from").number()).isEqualTo(text.length());
        text.append(data.at("text").text());
      } else {
        types.add(message.type());
      }
    }
    JsonTree end = JsonTree.of(messages.get(messages.size() - 1).data()).at("data");
    assertThat(end.at("length").number()).isEqualTo(text.length());
    return new Outcome(text.toString(), types, end);
  }
}
