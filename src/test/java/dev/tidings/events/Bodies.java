package dev.tidings.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What people publish who mean harm: topics, types, keys, JSON. And the door it goes through. */
public final class Bodies {
  /** JSON as it is sent, and as it is to arrive: without white space outside strings. */
  public record Written(String text, String compact) {}

  private static final char GAP = '\uE000';

  private static final String[] HARM = {
    "\r",
    "\n",
    "\r\n",
    "\n\n",
    "\r\r",
    "\u2028",
    "\u2029",
    "\u0085",
    "\0",
    "\uFEFF",
    "\u001B[2J",
    "data: x",
    "id: 9",
    "event: y",
    "retry: 1",
    "data",
    ":",
    ": c",
    " ",
    "\t",
    "\"",
    "\\",
    "\\n",
    "\uD83D",
    "\uDE00",
    "\uD83D\uDE00",
    "\uDBFF\uDFFF",
    "\uFFFF",
    "</script>",
    "{",
    "]",
    "\u00E9",
    "\u007F",
    "\u009B",
    "_",
    "a"
  };

  private Bodies() {}

  /** What the API makes of a body. */
  public static List<Draft> read(String body) {
    return Drafts.read(new ByteArrayInputStream(body.getBytes(UTF_8)));
  }

  /** Any string, the more so of what breaks lines, fields, quotes and Unicode. */
  public static Arbitrary<String> strings() {
    return Arbitraries.oneOf(Arbitraries.of(HARM), Arbitraries.strings().ofMaxLength(4))
        .list()
        .ofMaxSize(6)
        .map(parts -> String.join("", parts).replace(GAP, 'g'));
  }

  /** Half of them are fit. */
  public static Arbitrary<String> types() {
    return Arbitraries.oneOf(
        strings(),
        Arbitraries.strings().ofMaxLength(100),
        Arbitraries.of(Draft.RESERVED),
        Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(100),
        Arbitraries.of(" a", ":a", "a: b", "data: x", "id", "retry", "\uD83D\uDE00", "\u00E9"));
  }

  /** Most of them are fit. */
  public static Arbitrary<String> topics() {
    Arbitrary<String> segment =
        Arbitraries.strings().withChars("azAZ09._~@+-").ofMinLength(1).ofMaxLength(12);
    Arbitrary<String> fit =
        Arbitraries.oneOf(segment, Arbitraries.of("%0A", "%0d%0a", "%E2%80%A8", "%00"))
            .list()
            .ofMinSize(1)
            .ofMaxSize(5)
            .map(segments -> String.join("/", segments));
    return Arbitraries.frequencyOf(Tuple.of(9, fit), Tuple.of(1, strings()));
  }

  /** JSON of any strings and numbers, with white space, most of it shallow. */
  public static Arbitrary<Written> json() {
    Arbitrary<String> shallow =
        Arbitraries.recursive(Bodies::scalars, Bodies::containers, 0, 3).map(json -> GAP + json);
    Arbitrary<String> deep =
        Combinators.combine(shallow, Arbitraries.integers().between(1, Json.MAX_DEPTH + 3))
            .as((json, depth) -> "[".repeat(depth) + json + "]".repeat(depth));
    Arbitrary<List<String>> spaces =
        Arbitraries.strings().withChars(" \t\r\n").ofMaxLength(3).list().ofMinSize(1).ofMaxSize(5);
    return Combinators.combine(
            Arbitraries.frequencyOf(Tuple.of(9, shallow), Tuple.of(1, deep)), spaces)
        .as(Bodies::written);
  }

  private static Arbitrary<String> scalars() {
    return Arbitraries.oneOf(
        quoted(),
        Arbitraries.of("null", "true", "-0", "1.50E+7", "1e400", "12345678901234567890"),
        Arbitraries.of("9".repeat(1_000), "0." + "1".repeat(998)));
  }

  private static Arbitrary<String> containers(Arbitrary<String> inner) {
    Arbitrary<String> members =
        Combinators.combine(quoted(), inner).as((name, value) -> name + GAP + ":" + GAP + value);
    return Arbitraries.oneOf(
        inner.list().ofMaxSize(3).map(all -> "[" + GAP + String.join("," + GAP, all) + GAP + "]"),
        members.list().ofMaxSize(3).map(all -> "{" + GAP + String.join(GAP + ",", all) + "}"));
  }

  private static Arbitrary<String> quoted() {
    return Combinators.combine(strings(), Arbitraries.of(true, false)).as(Bodies::quote);
  }

  private static Written written(String marked, List<String> spaces) {
    StringBuilder text = new StringBuilder();
    int gaps = 0;
    for (int i = 0; i < marked.length(); i++) {
      if (marked.charAt(i) == GAP) {
        text.append(spaces.get(gaps++ % spaces.size()));
      } else {
        text.append(marked.charAt(i));
      }
    }
    return new Written(text.toString(), marked.replace(String.valueOf(GAP), ""));
  }

  /** As a JSON string; what JSON or UTF-8 cannot hold as it is, and all if wanted, escaped. */
  public static String quote(String text, boolean escaped) {
    StringBuilder json = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              boolean alone = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
              if (!escaped && !alone && c >= ' ' && c != '"' && c != '\\') {
                json.appendCodePoint(c);
              } else {
                for (char unit : Character.toChars(c)) {
                  json.append(String.format("\\u%04x", (int) unit));
                }
              }
            });
    return json.append('"').toString();
  }

  /** The body of a request that publishes one event. */
  public static String body(String type, Written data, String key) {
    return "{\"key\":%s,\"data\" : %s ,\"type\":%s}"
        .formatted(quote(key, false), data.text(), quote(type, key.length() % 2 == 0));
  }
}
