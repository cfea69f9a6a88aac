package dev.tidings.assistant;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidings.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks.
 *
 * @param prompt not blank
 * @param after the id of an answer whose conversation it goes on with; null: it begins one
 */
record Question(String prompt, @Nullable String after) {
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * Reads {@code {"prompt":…,"after":…}}.
   *
   * @param most UTF-16 units of the prompt
   * @throws Problem 400 or 413, naming the field
   */
  static Question of(String body, int most) {
    // An escape for each character, and the rest.
    if (body.length() > 6 * most + 1_000) {
      throw tooLong(most);
    }
    try (JsonParser json = JSON.createParser(body)) {
      Question question = read(json);
      if (question.prompt.length() > most) {
        throw tooLong(most);
      }
      return question;
    } catch (IOException malformed) {
      throw Problem.badField("body", "body: must be JSON such as {\"prompt\":\"Why?\"}.");
    }
  }

  private static Question read(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw Problem.badField("body", "body: must be an object such as {\"prompt\":\"Why?\"}.");
    }
    String prompt = null;
    String after = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken token = json.nextToken();
      switch (field) {
        case "prompt" -> prompt = text(json, field);
        case "after" -> after = token == JsonToken.VALUE_NULL ? null : text(json, field);
        default ->
            throw Problem.badField(
                "body", "body: a question has the fields prompt and after, no other.");
      }
    }
    if (json.nextToken() != null) {
      throw Problem.badField("body", "body: one object, and nothing behind it.");
    }
    if (prompt == null || prompt.isBlank()) {
      throw Problem.badField("prompt", "prompt: ask something.");
    }
    if (prompt.indexOf(0) >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(prompt)) {
      throw Problem.badField("prompt", "prompt: no NUL and no broken Unicode.");
    }
    if (after != null && !AssistantTopic.isId(after)) {
      throw unknownAfter();
    }
    return new Question(prompt, after);
  }

  private static String text(JsonParser json, String field) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw Problem.badField(field, field + ": must be a string.");
    }
    return json.getText();
  }

  private static Problem tooLong(int most) {
    return Problem.tooLarge("prompt", "prompt: at most " + most + " characters.");
  }

  static Problem unknownAfter() {
    return Problem.badField("after", "after: none of your answers has this id.");
  }

  /** The same for the same question. */
  String fingerprint() {
    try {
      byte[] all = (after + "\n" + prompt).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
    }
  }
}
