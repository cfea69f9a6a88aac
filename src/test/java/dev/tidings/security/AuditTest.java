package dev.tidings.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.websphere.logging.hpel.LogRecordContext;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class AuditTest {
  @Test
  void nothing_in_a_value_moves_a_line_a_terminal_or_the_eye() {
    assertThat(Audit.bounded("a\r\n\u001B[1m\u009B\u2028\u2029\u202E\u200B\0z", 100))
        .isEqualTo("a\uFFFD\uFFFD\uFFFD[1m\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDz");
  }

  @Test
  void what_people_write_stays_as_it_is() {
    String name = "\u0142\u00F3d\u017A \"O'Neil\" <b> {1} \uD83D\uDE00";
    assertThat(Audit.bounded(name, 100)).isEqualTo(name);
  }

  @Test
  void a_value_is_cut_between_characters() {
    assertThat(Audit.bounded("\uD83D\uDE00".repeat(9), 3)).isEqualTo("\uD83D\uDE00".repeat(3));
    assertThat(Audit.bounded("a\uD83D", 3)).isEqualTo("a\uFFFD");
  }

  @Test
  void a_deed_is_recorded_with_its_fields_which_are_on_no_other_record() {
    Logger log = Logger.getLogger("dev.tidings.audit");
    Map<String, String> fields = new HashMap<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            LogRecordContext.getExtensions(fields);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    log.addHandler(handler);
    try {
      new Audit().administered("admin", "192.0.2.1", "revoked", "alice\n");
      assertThat(fields)
          .containsEntry("action", "administration")
          .containsEntry("user", "admin")
          .containsEntry("address", "192.0.2.1")
          .containsEntry("deed", "revoked")
          .containsEntry("subject", "alice\uFFFD");
      fields.clear();
      log.info("something else");
      assertThat(fields).doesNotContainKeys("action", "user", "address", "deed", "subject");
    } finally {
      log.removeHandler(handler);
    }
  }
}
