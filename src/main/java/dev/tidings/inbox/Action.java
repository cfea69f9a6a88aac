package dev.tidings.inbox;

import dev.tidings.events.Json;
import dev.tidings.problem.PlainText;
import dev.tidings.problem.Problem;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A button of a notification: with a method it calls the page's own origin, without one it leads
 * somewhere.
 *
 * @param label at most 40 characters
 * @param method POST, PUT, PATCH or DELETE
 * @param href for a call a path of the page's own origin, else as in {@link Link}
 * @param body what the call sends; at most 2,000 characters of JSON
 */
public record Action(String label, @Nullable String method, String href, @Nullable Json body) {
  private static final int MAX_LABEL = 40;
  private static final int MAX_BODY = 2_000;

  /** It stands within other JSON, on its way into the log and out of it. */
  private static final int MAX_DEPTH = 20;

  private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH", "DELETE");

  public Action {
    PlainText.line("actions.label", label, MAX_LABEL);
    if (method == null) {
      Link.requireAddress("actions.href", href);
    } else {
      if (!METHODS.contains(method)) {
        throw Problem.badField("actions.method", "actions.method: POST, PUT, PATCH or DELETE.");
      }
      Link.path("actions.href", href);
    }
    if (body != null && method == null) {
      throw Problem.badField("actions.body", "actions.body: only a call has one; name its method.");
    }
    if (body != null && body.text().length() > MAX_BODY) {
      throw Problem.badField(
          "actions.body", "actions.body: at most " + MAX_BODY + " characters of JSON.");
    }
    if (body != null && depth(body.text()) > MAX_DEPTH) {
      throw Problem.badField(
          "actions.body", "actions.body: nested at most " + MAX_DEPTH + " deep.");
    }
  }

  /** How deep JSON is nested. */
  private static int depth(String json) {
    int deepest = 0;
    int depth = 0;
    boolean inString = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (inString && c == '\\') {
        i++;
      } else if (c == '"') {
        inString = !inString;
      } else if (!inString && (c == '{' || c == '[')) {
        deepest = Math.max(deepest, ++depth);
      } else if (!inString && (c == '}' || c == ']')) {
        depth--;
      }
    }
    return deepest;
  }

  /** A button that leads somewhere. */
  public static Action link(String label, String href) {
    return new Action(label, null, href, null);
  }

  /** A button that sends a POST to a path of the page's own origin. */
  public static Action post(String label, String href) {
    return new Action(label, "POST", href, null);
  }
}
