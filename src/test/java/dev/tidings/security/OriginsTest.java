package dev.tidings.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.config.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
  private static final String PORTAL = "https://portal.example.com";

  private final FakeSettings settings = new FakeSettings();
  private final Origins origins = new Origins();

  @SuppressWarnings("UnnecessaryAssignment") // No container injects here.
  OriginsTest() {
    origins.settings = settings;
  }

  private static final class FakeSettings extends Settings {
    String origins = "";

    @Override
    public String text(String key) {
      return key.equals("tidings.security.origins") ? origins : "";
    }
  }

  private static final class Memory extends Handler {
    final List<LogRecord> records = new ArrayList<>();

    @Override
    public void publish(LogRecord record) {
      records.add(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void by_default_none_is_listed() {
    assertThat(origins.lists(PORTAL)).isFalse();
    assertThat(origins.lists("")).isFalse();
    assertThat(origins.lists(null)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        PORTAL,
        "http://intranet",
        "http://intranet:8080",
        "https://intranet:80",
        "https://192.0.2.1:8443",
        "http://[::1]:9080",
        "https://xn--bcher-kva.example"
      })
  void an_exact_origin_is_listed_among_others(String entry) {
    settings.origins = "https://other.example ,, " + entry + " ,";
    assertThat(origins.lists(entry)).isTrue();
    assertThat(origins.lists("https://other.example")).isTrue();
    assertThat(origins.lists(entry + ".evil.com")).isFalse();
    assertThat(origins.lists(entry + "1")).isFalse();
    assertThat(origins.lists("")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "null",
        "https://*",
        "https://*.example.com",
        PORTAL + "/",
        PORTAL + "/path",
        PORTAL + "?query",
        PORTAL + "#fragment",
        "https://user@portal.example.com",
        PORTAL + ":443",
        "http://portal.example.com:80",
        PORTAL + ":0",
        PORTAL + ":123456",
        PORTAL + ":",
        "HTTPS://portal.example.com",
        "https://Portal.example.com",
        "https://b\u00fccher.example",
        "portal.example.com",
        "ftp://portal.example.com",
        "file://",
        "https://"
      })
  void an_entry_that_is_no_exact_origin_is_ignored_and_logged_once(String entry) {
    settings.origins = entry + "," + PORTAL;
    Logger logger = Logger.getLogger(Origins.class.getName());
    Memory memory = new Memory();
    logger.addHandler(memory);
    try {
      assertThat(origins.lists(entry)).isFalse();
      assertThat(origins.lists(entry)).isFalse();
      assertThat(origins.lists(PORTAL)).isTrue();
    } finally {
      logger.removeHandler(memory);
    }
    assertThat(memory.records).hasSize(1);
    assertThat(memory.records.get(0).getParameters()).contains(entry);
  }

  @Test
  void an_edit_holds_at_once() {
    settings.origins = PORTAL;
    assertThat(origins.lists(PORTAL)).isTrue();
    settings.origins = "";
    assertThat(origins.lists(PORTAL)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:9080/api/,         http://localhost:9080",
    "http://localhost:80/api/,           http://localhost",
    "https://tidings.example.com:443/,   https://tidings.example.com",
    "https://tidings.example.com/,       https://tidings.example.com",
    "https://tidings.example.com:80/,    https://tidings.example.com:80",
    "HTTPS://Tidings.Example.COM:8443/,  https://tidings.example.com:8443",
    "http://[::1]:9080/api/,             http://[::1]:9080",
    "http://a_node:9080/api/,            http://a_node:9080"
  })
  void the_origin_of_an_address_is_what_browsers_send(String address, String origin) {
    assertThat(Origins.of(URI.create(address))).isEqualTo(origin);
  }
}
