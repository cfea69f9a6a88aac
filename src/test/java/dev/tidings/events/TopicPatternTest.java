package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicPatternTest {
  @ParameterizedTest
  @CsvSource({
    "feeds/news, feeds/news",
    "feeds/*, feeds/news",
    "*/news, feeds/news",
    "feeds/*/x, feeds/news/x",
    "feeds/**, feeds/news",
    "feeds/**, feeds/news/world/today",
    "**, feeds",
    "**, feeds/news",
    "users/{user}/inbox, users/anyone/inbox",
    "users/{user}/**, users/a%2Fb/x/y"
  })
  void fits(String pattern, String topic) {
    assertThat(new TopicPattern(pattern).fits(new Topic(topic))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "feeds/news, feeds/News",
    "feeds/news, feeds",
    "feeds/news, feeds/news/world",
    "feeds/*, feeds",
    "feeds/*, feeds/news/world",
    "*, feeds/news",
    "feeds/**, feeds",
    "feeds/**, feed/news",
    "feeds/n*, feeds/news",
    "**/news, feeds/news",
    "users/{user}/inbox, users/alice/outbox",
    "users/{user}, users/alice/inbox",
    "users/%2f, users/%2F",
    "'', feeds",
    "feeds/, feeds/news"
  })
  void does_not_fit(String pattern, String topic) {
    assertThat(new TopicPattern(pattern).fits(new Topic(topic))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "alice, users/alice/inbox, true",
    "alice, users/Alice/inbox, false",
    "alice, users/alice2/inbox, false",
    "alice, users/%61lice/inbox, false",
    "a/b, users/a%2Fb/inbox, true",
    "a/b, users/a%2fb/inbox, false",
    "a/b, users/a/inbox, false",
    "a%2Fb, users/a%2Fb/inbox, false",
    ".., users/%2E%2E/inbox, true",
    "ä ö, users/%C3%A4%20%C3%B6/inbox, true",
    "*, users/alice/inbox, false",
    "*, users/%2A/inbox, true",
    "{user}, users/alice/inbox, false"
  })
  void the_user_is_the_one_with_the_escaped_name(String user, String topic, boolean fits) {
    TopicPattern pattern = new TopicPattern("users/{user}/**");
    assertThat(pattern.fitsFor(new Topic(topic), user)).isEqualTo(fits);
  }

  @Test
  void every_user_of_a_pattern_is_the_same_one() {
    TopicPattern pattern = new TopicPattern("{user}/{user}");
    assertThat(pattern.fitsFor(new Topic("alice/alice"), "alice")).isTrue();
    assertThat(pattern.fitsFor(new Topic("alice/bob"), "alice")).isFalse();
  }
}
