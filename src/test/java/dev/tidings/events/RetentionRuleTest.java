package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionRuleTest {
  @Test
  void rules_are_read_in_their_order() {
    assertThat(RetentionRule.parse("feeds/* P30D 100000,\n  ** \t PT1H30M 0 "))
        .containsExactly(
            new RetentionRule(new TopicPattern("feeds/*"), Duration.ofDays(30), 100_000),
            new RetentionRule(new TopicPattern("**"), Duration.ofMinutes(90), 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", " , ,\n"})
  void nothing_is_no_rule(String text) {
    assertThat(RetentionRule.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "feeds/*",
        "feeds/* P30D",
        "feeds/* P30D 1 2",
        "feeds/* 30 1",
        "feeds/* P30D many",
        "feeds/* 100 P30D",
        "feeds/* P30D -1",
        "feeds/* -P1D 1",
        "feeds/* P-1D 1",
        "feeds/* P30D 1.5",
        "feeds/* P30D 9223372036854775808",
        "feeds/* P1M 1",
        "a P1D 1; b P1D 1",
        "a P1D 1, b"
      })
  void what_is_no_rule_is_refused_and_told(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetentionRule.parse(text))
        .withMessageContaining("rule");
  }
}
