package dev.tidings.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidings.events.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {
  @Test
  void a_name_alone_is_a_publisher_called_kafka_and_reaches_all() {
    Source source = Source.parse(" orders ;").get(0);
    assertThat(source.name()).isEqualTo("orders");
    assertThat(source.caller().name()).isEqualTo("kafka");
    assertThat(source.caller().roles()).containsExactlyInAnyOrder("user", "publisher");
    assertThat(source.reaches(new Topic("anything/at/all"))).isTrue();
  }

  @Test
  void a_rule_names_user_roles_and_patterns() {
    Source source =
        Source.parse("one; shop user=Shop roles=user|operator to=feeds/*|users/{user}/**").get(1);
    assertThat(source.name()).isEqualTo("shop");
    assertThat(source.caller().name()).isEqualTo("Shop");
    assertThat(source.caller().roles()).containsExactlyInAnyOrder("user", "operator");
    assertThat(source.reaches(new Topic("feeds/news"))).isTrue();
    assertThat(source.reaches(new Topic("users/Shop/orders"))).isTrue();
    assertThat(source.reaches(new Topic("users/alice/orders"))).isFalse();
    assertThat(source.reaches(new Topic("feeds/news/more"))).isFalse();
  }

  @Test
  void nothing_is_no_source() {
    assertThat(Source.parse(" ; ")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orders who=kafka",
        "orders user=",
        "orders to=",
        "orders roles=",
        "orders roles=root",
        "orders; shop; orders user=other"
      })
  void anything_else_is_malformed(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Source.parse(text));
  }
}
