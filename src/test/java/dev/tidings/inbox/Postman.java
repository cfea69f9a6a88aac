package dev.tidings.inbox;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends notifications, and does in a user's name what another device of theirs would do. */
record Postman(Client client) {
  private static final Pattern UNREAD = Pattern.compile("\"unread\":([0-9]+)");
  private static final Pattern ID = Pattern.compile("\"id\":(-?[0-9]+)");

  static Postman of(LibertyServer server, String user) {
    return new Postman(Client.signedIn(server.uri(), user));
  }

  /** Sends one to a user; {@code more} is such as {@code ,"severity":"error"}. */
  void send(String user, String category, String title, String more) {
    post(
        "api/notifications",
        """
        {"to":{"users":["%s"]},"category":"%s","title":"%s"%s}"""
            .formatted(user, category, title, more));
  }

  /** Nothing is unread, and nothing but what is pinned is in the inbox. */
  Postman tidied() {
    mark("\"mark\":\"archived\",\"all\":true");
    return this;
  }

  void mark(String what) {
    post("api/inbox/marks", "{" + what + "}");
  }

  /** The id of the newest item in the inbox. */
  long newest() {
    Matcher id = ID.matcher(client.get("api/inbox?limit=1").body());
    if (!id.find()) {
      throw new AssertionError("The inbox is empty.");
    }
    return Long.parseLong(id.group(1));
  }

  int unread() {
    Matcher unread = UNREAD.matcher(client.get("api/inbox/counts").body());
    if (!unread.find()) {
      throw new AssertionError("No counts.");
    }
    return Integer.parseInt(unread.group(1));
  }

  void prefer(String preferences) {
    succeeded(
        client.send(
            client
                .request("api/inbox/preferences")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(preferences))));
  }

  private void post(String path, String body) {
    succeeded(
        client.send(
            client
                .request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))));
  }

  private static void succeeded(HttpResponse<String> answer) {
    if (answer.statusCode() / 100 != 2) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
  }
}
