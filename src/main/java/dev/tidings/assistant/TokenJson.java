package dev.tidings.assistant;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidings.events.Draft;
import dev.tidings.events.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Text of an answer as events: {@code {"from":12,"text":"…"}}. */
final class TokenJson {
  static final String TYPE = "token";

  /** Fits into an event, whatever its letters are: six bytes each at worst. */
  private static final int MOST = 8_000;

  private static final JsonFactory JSON = new JsonFactory();

  private TokenJson() {}

  /** Public, for JSON-B. */
  public record Token(int from, String text) {}

  /** As many events as it takes; none for an empty text. */
  static List<Draft> drafts(int from, String text) {
    List<Draft> drafts = new ArrayList<>();
    for (int start = 0; start < text.length(); ) {
      int end = Math.min(start + MOST, text.length());
      if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
        end--;
      }
      Token token = new Token(from + start, text.substring(start, end));
      drafts.add(new Draft(TYPE, Json.from(token), null));
      start = end;
    }
    return drafts;
  }

  /** Appends what is new in an event: nothing of it comes twice, whatever was written twice. */
  static void append(StringBuilder text, String data) {
    int from = 0;
    String part = "";
    try (JsonParser json = JSON.createParser(data)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        if (field.equals("from")) {
          from = json.getIntValue();
        } else if (field.equals("text")) {
          part = json.getText();
        }
      }
    } catch (IOException notOurs) {
      throw new UncheckedIOException("A token in the log is not what was written.", notOurs);
    }
    int known = text.length() - from;
    if (known >= 0 && known < part.length()) {
      text.append(part, known, part.length());
    }
  }
}
