package dev.tidings.assistant;

import dev.tidings.events.Erasure;
import dev.tidings.privacy.Archive;
import dev.tidings.privacy.PersonalData;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What a user asked the assistant, and what came of it. */
@ApplicationScoped
class PersonalAnswers implements PersonalData {
  private static final int PAGE = 20;

  @Inject Shelf shelf;
  @Inject Answers answers;
  @Inject AnswerErasure erasure;
  @Inject Erasure log;

  @Override
  public void export(String user, Archive archive) throws IOException {
    archive.file("answers.jsonl");
    Answer last = null;
    List<Summary> page = shelf.newest(user, last, PAGE, false);
    while (!page.isEmpty()) {
      for (Summary each : page) {
        Answer answer = answers.find(each.id());
        if (answer != null) {
          last = answer;
          archive.line(json(answer));
        }
      }
      page = page.size() < PAGE ? List.of() : shelf.newest(user, last, PAGE, false);
    }
  }

  @Override
  public Map<String, Long> erase(String user) {
    long gone = 0;
    List<String> ids = erasure.some(user);
    while (!ids.isEmpty()) {
      ids.forEach(erasure::remove);
      log.purge(ids.stream().map(AssistantTopic::of).toList());
      gone += ids.size();
      ids = erasure.some(user);
    }
    return Map.of("answers", gone);
  }

  private static String json(Answer answer) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    json.add("id", answer.id);
    json.add("conversation", answer.conversation);
    json.add("turn", answer.turn);
    json.add("at", answer.asked.toString());
    json.add("model", answer.model);
    json.add("state", answer.state.word());
    json.add("prompt", answer.prompt);
    if (answer.text != null) {
      json.add("answer", answer.text);
    }
    return json.build().toString();
  }
}
