package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidings.config.Settings;
import dev.tidings.events.LiveTopics.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiveTopicsTest {
  private String rules = "metrics/** conflated, logs/audit/* durable, logs/** windowed";

  private final LiveTopics topics = new LiveTopics();

  @SuppressWarnings("UnnecessaryAssignment") // No container injects here.
  LiveTopicsTest() {
    topics.settings =
        new Settings() {
          @Override
          public String text(String key) {
            assertThat(key).isEqualTo("tidings.topics.live");
            return rules;
          }
        };
  }

  @ParameterizedTest
  @CsvSource({
    "metrics/server, CONFLATED",
    "metrics/a/b, CONFLATED",
    "logs/server, WINDOWED",
    "logs/audit/today, DURABLE",
    "feeds/news, DURABLE",
    "metrics, DURABLE"
  })
  void the_first_rule_that_fits_holds(String topic, Kind kind) {
    assertThat(topics.kind(new Topic(topic))).isEqualTo(kind);
  }

  @Test
  void an_edit_holds_at_once_and_nonsense_leaves_what_held() {
    assertThat(topics.kind(new Topic("metrics/server"))).isEqualTo(Kind.CONFLATED);
    rules = "metrics/** windowed";
    assertThat(topics.kind(new Topic("metrics/server"))).isEqualTo(Kind.WINDOWED);
    rules = "metrics/** sometimes";
    assertThat(topics.kind(new Topic("metrics/server"))).isEqualTo(Kind.WINDOWED);
    rules = "";
    assertThat(topics.kind(new Topic("metrics/server"))).isEqualTo(Kind.DURABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics/**", "metrics/** conflated windowed", "metrics/** Conflated"})
  void other_words_are_refused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> LiveTopics.parse(text));
  }
}
