package dev.tidings.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import dev.tidings.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ids, topics and bodies as nobody should send them: a result or a problem, and nothing else. What
 * is right is decided here a second time, without regular expressions.
 */
class DoorsFuzzTest {
  private static final String ALPHANUMERIC =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final BigInteger LONGEST = BigInteger.valueOf(Long.MAX_VALUE);
  private static final long MIB = 1 << 20;

  /** Takes some characters out and puts others in. */
  record Edit(int at, int length, String with) {
    String apply(String text) {
      int from = at % (text.length() + 1);
      int to = Math.min(text.length(), from + length);
      return text.substring(0, from) + with + text.substring(to);
    }
  }

  private static Arbitrary<String> edited(Arbitrary<String> valid, Arbitrary<String> with) {
    Arbitrary<Edit> edit =
        Combinators.combine(
                Arbitraries.integers().between(0, 10_000),
                Arbitraries.integers().between(0, 3),
                with)
            .as(Edit::new);
    return Combinators.combine(valid, edit.list().ofMaxSize(3))
        .as(
            (text, edits) -> {
              String result = text;
              for (Edit one : edits) {
                result = one.apply(result);
              }
              return result;
            });
  }

  @Provide
  Arbitrary<String> ids() {
    Arbitrary<String> valid =
        Combinators.combine(
                Arbitraries.strings().withChars(ALPHANUMERIC).ofMinLength(1).ofMaxLength(33),
                Arbitraries.oneOf(
                    Arbitraries.longs().greaterOrEqual(0).map(String::valueOf),
                    Arbitraries.of(
                        "9223372036854775808", "00", "01", "-1", "18446744073709551617")))
            .as((epoch, position) -> epoch + "-" + position);
    return edited(
        valid,
        Arbitraries.oneOf(
            Bodies.strings(), Arbitraries.of("", "-", "0", "\u0661", "\uFF11", "\u0130", "K")));
  }

  @Property(tries = 20_000)
  void an_id_is_what_it_says_or_nothing(@ForAll("ids") String text) {
    boolean wellFormed = isId(text);
    Statistics.collect(wellFormed);
    Statistics.coverage(all -> all.check(true).percentage(share -> share > 0.5 && share < 99.5));
    assertThat(EventId.parse(text).isPresent()).isEqualTo(wellFormed);
    EventId.parse(text).ifPresent(id -> assertThat(id.toString()).isEqualTo(text));
  }

  private static boolean isId(String text) {
    int dash = text.indexOf('-');
    String position = text.substring(dash + 1);
    return dash >= 1
        && dash <= 32
        && onlyOf(ALPHANUMERIC, text.substring(0, dash))
        && !position.isEmpty()
        && onlyOf("0123456789", position)
        && (position.equals("0") || position.charAt(0) != '0')
        && new BigInteger(position).compareTo(LONGEST) <= 0;
  }

  private static boolean onlyOf(String characters, String text) {
    return text.chars().allMatch(c -> characters.indexOf(c) >= 0);
  }

  @Provide
  Arbitrary<String> topics() {
    return edited(
        Bodies.topics(),
        Arbitraries.oneOf(
            Bodies.strings(),
            Arbitraries.of("", "/", "..", ".", "%", "%4", "%g0", "?", "\\", "x".repeat(190))));
  }

  @Property(tries = 20_000)
  void a_topic_is_one_or_names_itself_in_the_problem(@ForAll("topics") String path) {
    boolean fit = isTopic(path);
    Statistics.collect(fit);
    Statistics.coverage(all -> all.check(true).percentage(share -> share > 0.5 && share < 99.5));
    if (fit) {
      assertThat(new Topic(path).path()).isEqualTo(path);
      assertThat(String.join("/", new Topic(path).segments())).isEqualTo(path);
    } else {
      assertThatExceptionOfType(Topic.Invalid.class)
          .isThrownBy(() -> new Topic(path))
          .satisfies(problem -> assertThat(problem.members()).containsEntry("field", "topic"));
    }
  }

  private static boolean isTopic(String path) {
    return path.length() <= 200 && Arrays.stream(path.split("/", -1)).allMatch(DoorsFuzzTest::fits);
  }

  private static boolean fits(String segment) {
    for (int i = 0; i < segment.length(); i++) {
      if (segment.charAt(i) == '%') {
        String escape = segment.substring(i + 1, Math.min(i + 3, segment.length()));
        if (escape.length() < 2 || !onlyOf("0123456789abcdefABCDEF", escape)) {
          return false;
        }
        i += 2;
      } else if ((ALPHANUMERIC + "._~@+-").indexOf(segment.charAt(i)) < 0) {
        return false;
      }
    }
    return !segment.isEmpty() && !segment.equals(".") && !segment.equals("..");
  }

  /** Few, so that every pair is met: names that some way of escaping would take for the same. */
  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(
        "\uD83D", "\uDE00", "\uFFFD", "?", "%3F", "%", "%25", ".", "..", "%2E", "a/b", "a%2Fb",
        "/");
  }

  @Property(tries = 5_000)
  void two_names_never_share_a_topic(@ForAll("names") String one, @ForAll("names") String two) {
    try {
      Topic topic = Topic.of("users", one, "inbox");
      assertThat(topic.segments()).hasSize(3);
      assertThat(Topic.asked("users/me/inbox", one)).isEqualTo(topic);
      assertThat(topic.equals(Topic.of("users", two, "inbox"))).isEqualTo(one.equals(two));
    } catch (Topic.Invalid refused) {
      assertThat(refused.members()).containsEntry("field", "topic");
    }
  }

  @Provide
  Arbitrary<byte[]> bodies() {
    Arbitrary<String> event =
        Combinators.combine(Bodies.types(), Bodies.json(), Bodies.strings()).as(Bodies::body);
    Arbitrary<String> valid =
        Arbitraries.oneOf(
            event,
            event.list().ofMaxSize(3).map(all -> "[" + String.join(",", all) + "]"),
            Arbitraries.of("{\"type\":\"a\",\"data\":[1.5e3]}", " [{\"type\":\"a\"}]\n"));
    Arbitrary<String> tokens =
        Arbitraries.of(
            "",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\\u",
            "\\ud83d",
            "\0",
            "1e999999999",
            "-",
            "NaN",
            "/**/",
            "\"type\":\"b\",",
            "\"data\":1,",
            "\"x\":",
            "[".repeat(300),
            "9".repeat(1_001),
            "\uFEFF");
    Arbitrary<byte[]> edited = edited(valid, tokens).map(text -> text.getBytes(UTF_8));
    return Arbitraries.oneOf(
        edited,
        Combinators.combine(edited, Arbitraries.integers(), Arbitraries.bytes())
            .as(DoorsFuzzTest::withOctet),
        Arbitraries.bytes().array(byte[].class).ofMaxSize(40));
  }

  private static byte[] withOctet(byte[] body, int at, byte octet) {
    byte[] changed = body.clone();
    if (body.length > 0) {
      changed[Math.floorMod(at, body.length)] = octet;
    }
    return changed;
  }

  @Property(tries = 10_000)
  void a_body_is_drafts_or_a_problem_that_names_the_field(@ForAll("bodies") byte[] body) {
    boolean accepted = true;
    try {
      List<Draft> drafts = Drafts.read(new ByteArrayInputStream(body));
      assertThat(drafts).isNotEmpty();
      for (Draft draft : drafts) {
        assertThat(draft.type()).isNotEmpty().doesNotContain("\n", "\r", "\0");
        assertThat(draft.data().text().chars()).allMatch(c -> c >= ' ');
      }
    } catch (Problem problem) {
      accepted = false;
      assertThat(problem.status()).isIn(400, 413);
      assertThat(problem.members()).containsKey("field");
      assertThat(problem.members().get("field").length()).isLessThan(120);
      assertThat(problem.detail().length()).isBetween(1, 1_000);
    }
    Statistics.collect(accepted);
    Statistics.coverage(all -> all.check(true).percentage(share -> share > 1 && share < 95));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "{\"a\":",
        "9",
        "\"\\u0061",
        "\\",
        "{\"type\":\"",
        "{\"type\":\"a\",\"data\":9",
        "{\"type\":\"a\",\"data\":\"\u00E9",
        "{\"type\":\"a\",\"data\":[[],",
        "{\"",
        " ",
        "[{\"type\":\"a\",\"data\":{\"\uD83D\uDE00\":"
      })
  void eight_mebibytes_of_anything_are_refused_soon_and_in_bounded_memory(String start) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(start.getBytes(UTF_8));
    byte[] last = start.substring(start.offsetByCodePoints(start.length(), -1)).getBytes(UTF_8);
    while (out.size() + last.length <= Drafts.MAX_BODY) {
      out.writeBytes(last);
    }
    byte[] body = out.toByteArray();
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
          long before = threads.getCurrentThreadAllocatedBytes();
          assertThatExceptionOfType(Problem.class)
              .isThrownBy(() -> Drafts.read(new ByteArrayInputStream(body)))
              .satisfies(problem -> assertThat(problem.detail().length()).isLessThan(1_000));
          assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(160 * MIB);
        });
  }
}
