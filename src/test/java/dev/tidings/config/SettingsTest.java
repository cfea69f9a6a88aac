package dev.tidings.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final String KEY = "tidings.test";

  private final Map<String, String> values = new HashMap<>();
  private final Map<String, String> delivered = new HashMap<>();
  private final Settings settings = new Settings();

  @SuppressWarnings("UnnecessaryAssignment") // No container injects here.
  SettingsTest() {
    settings.keepNanos = 0;
    settings.config =
        (Config)
            Proxy.newProxyInstance(
                Config.class.getClassLoader(),
                new Class<?>[] {Config.class},
                (self, method, arguments) ->
                    switch (method.getName()) {
                      case "getValue" -> value((String) arguments[0], (Class<?>) arguments[1]);
                      case "getOptionalValue" -> Optional.ofNullable(values.get(arguments[0]));
                      case "getConfigSources" -> List.of(application());
                      case "getConverter" -> Optional.of((Converter<?>) Long::valueOf);
                      default -> throw new UnsupportedOperationException(method.toString());
                    });
  }

  /** What the application came with. */
  private ConfigSource application() {
    return new ConfigSource() {
      @Override
      public Set<String> getPropertyNames() {
        return delivered.keySet();
      }

      @Override
      public String getValue(String key) {
        return delivered.get(key);
      }

      @Override
      public String getName() {
        return "application";
      }
    };
  }

  private Object value(String key, Class<?> type) {
    String value = values.get(key);
    if (value == null) {
      throw new NoSuchElementException(key);
    }
    return type == Duration.class ? Duration.parse(value) : (Object) Long.valueOf(value);
  }

  private long number() {
    return settings.number(KEY, 1, 100);
  }

  private Duration duration() {
    return settings.duration(KEY, Duration.ofSeconds(1), Duration.ofHours(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 50, 100})
  void a_number_within_its_bounds_holds(long number) {
    values.put(KEY, Long.toString(number));
    assertThat(number()).isEqualTo(number);
  }

  @Test
  void an_edit_holds_at_the_next_use() {
    values.put(KEY, "5");
    assertThat(number()).isEqualTo(5);
    values.put(KEY, "6");
    assertThat(number()).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "101", "-9223372036854775808", "9223372036854775808", "many", ""})
  void a_bad_number_leaves_the_last_good_one_in_force(String bad) {
    values.put(KEY, "7");
    number();
    values.put(KEY, bad);
    assertThat(number()).isEqualTo(7);
    assertThat(number()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.999S", "PT1H0.001S", "-PT5S", "15s", "15", "P1Y"})
  void a_bad_duration_leaves_the_last_good_one_in_force(String bad) {
    values.put(KEY, "PT15S");
    duration();
    values.put(KEY, bad);
    assertThat(duration()).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void a_value_that_was_taken_away_stays_in_force() {
    values.put(KEY, "7");
    number();
    values.remove(KEY);
    assertThat(number()).isEqualTo(7);
  }

  @Test
  void where_there_never_was_a_good_value_the_one_the_application_came_with_holds() {
    delivered.put(KEY, "42");
    values.put(KEY, "1000");
    assertThat(number()).isEqualTo(42);
  }

  @Test
  void where_the_application_came_with_none_the_least_holds() {
    values.put(KEY, "1000");
    assertThat(number()).isEqualTo(1);
  }

  @Test
  void a_mended_value_holds_again() {
    values.put(KEY, "7");
    number();
    values.put(KEY, "many");
    number();
    values.put(KEY, "8");
    assertThat(number()).isEqualTo(8);
  }

  @Test
  void keys_do_not_share_their_last_good_values() {
    values.put(KEY, "7");
    number();
    values.put("tidings.other", "many");
    assertThat(settings.number("tidings.other", 2, 100)).isEqualTo(2);
  }

  @Test
  void a_text_stands_as_it_is_and_is_empty_where_there_is_none() {
    values.put(KEY, " a; b ");
    assertThat(settings.text(KEY)).isEqualTo(" a; b ");
    assertThat(settings.text("tidings.absent")).isEmpty();
  }

  @Test
  void what_was_just_read_is_not_read_again() {
    settings.keepNanos = Duration.ofHours(1).toNanos();
    values.put(KEY, "7");
    assertThat(settings.number(KEY, 1, 10)).isEqualTo(7);
    values.put(KEY, "8");
    assertThat(settings.number(KEY, 1, 10)).isEqualTo(7);
    settings.keepNanos = 0;
    assertThat(settings.number(KEY, 1, 10)).isEqualTo(8);
  }
}
