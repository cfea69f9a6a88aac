package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tidings.events.Topic.Invalid;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {
  private static final String LONGEST = "a".repeat(Topic.MAX_LENGTH);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "feeds/news",
        "users/alice/inbox",
        "A-Z/a.z/0_9/~@+-",
        "users/a%2Fb/inbox",
        "users/%c3%a4",
        "...",
        "a/..b",
        "%2E%2E",
        "users/me/inbox"
      })
  void a_path_of_segments_is_a_topic(String path) {
    assertThat(new Topic(path).path()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/feeds",
        "feeds/",
        "feeds//news",
        ".",
        "..",
        "feeds/.",
        "feeds/../news",
        "./feeds",
        "feeds/a b",
        "feeds/*",
        "feeds/\\",
        "feeds/a\n",
        "\nfeeds",
        "feeds/\u0000",
        "feeds/\"",
        "feeds/a?b",
        "feeds/a#b",
        "feeds/a:b",
        "feeds/{user}",
        "feeds/ä",
        "feeds/\u0661",
        "feeds/\uD83D\uDE00",
        "feeds/\uD83D",
        "feeds/%",
        "feeds/%4",
        "feeds/%4G",
        "feeds/%%41",
        "feeds/%\u0661\u0661"
      })
  void anything_else_is_not(String path) {
    assertThatExceptionOfType(Invalid.class)
        .isThrownBy(() -> new Topic(path))
        .satisfies(
            invalid -> {
              assertThat(invalid.status()).isEqualTo(400);
              assertThat(invalid.members()).containsEntry("field", "topic");
            });
  }

  @Test
  void it_has_200_characters_at_most() {
    assertThat(new Topic(LONGEST).path()).hasSize(200);
    assertThatExceptionOfType(Invalid.class).isThrownBy(() -> new Topic(LONGEST + "a"));
    assertThatExceptionOfType(Invalid.class).isThrownBy(() -> new Topic("a/".repeat(5_000_000)));
  }

  @Test
  void two_spellings_of_a_path_are_two_topics() {
    assertThat(new Topic("users/%2f")).isNotEqualTo(new Topic("users/%2F"));
    assertThat(new Topic("feeds/News")).isNotEqualTo(new Topic("feeds/news"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice",
        "a/b",
        "..",
        ".",
        "...",
        "ä ö",
        "\uD83D\uDE00",
        "%",
        "%2F",
        "*",
        "**",
        "{user}",
        "me",
        "a?b&c=d#e",
        "a\nb",
        "\u0000",
        "CN=alice,O=x",
        "alice@example.org",
        " "
      })
  void of_makes_one_segment_of_any_name(String name) {
    Topic topic = Topic.of("users", name, "inbox");
    assertThat(topic.segments()).hasSize(3);
    // A plus stands for itself in a path, and for a space only in a form.
    String escaped = topic.segments().get(1).replace("+", "%2B");
    assertThat(URLDecoder.decode(escaped, StandardCharsets.UTF_8)).isEqualTo(name);
  }

  @Test
  void escapes_are_upper_case_utf_8() {
    assertThat(Topic.escape("ä/\uD83D\uDE00 .")).isEqualTo("%C3%A4%2F%F0%9F%98%80%20.");
    assertThat(Topic.escape(".")).isEqualTo("%2E");
    assertThat(Topic.escape("..")).isEqualTo("%2E%2E");
  }

  @Test
  void of_refuses_a_name_that_is_empty_or_gets_too_long() {
    assertThatExceptionOfType(Invalid.class).isThrownBy(() -> Topic.of("users", "", "inbox"));
    assertThatExceptionOfType(Invalid.class).isThrownBy(() -> Topic.of("users", "ä".repeat(40)));
  }

  @Test
  void users_me_means_the_caller() {
    assertThat(Topic.asked("users/me/inbox", "a/b")).isEqualTo(new Topic("users/a%2Fb/inbox"));
    assertThat(Topic.asked("users/me/a/b", "ä")).isEqualTo(new Topic("users/%C3%A4/a/b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"users/me", "users/bob/inbox", "users/mean/inbox", "feeds/users/me/x"})
  void every_other_path_is_asked_for_as_it_stands(String path) {
    assertThat(Topic.asked(path, "alice").path()).isEqualTo(path);
  }

  @Test
  void asking_for_nothing_is_refused() {
    assertThatExceptionOfType(Invalid.class)
        .isThrownBy(() -> Topic.asked(null, "alice"))
        .withMessageContaining("?topic=");
    assertThatExceptionOfType(Invalid.class).isThrownBy(() -> Topic.asked("", "alice"));
    assertThatExceptionOfType(Invalid.class).isThrownBy(() -> Topic.asked("users/me/", "alice"));
  }

  @Test
  void topics_sort_by_their_paths() {
    assertThat(new Topic("a/b")).isLessThan(new Topic("a/c")).hasToString("a/b");
  }
}
