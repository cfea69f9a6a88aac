package dev.tidings.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** What {@link AssistantIT} does not see: keys that go nowhere, and what is asked besides. */
class ModelTest {
  private final Run run = new Run("id", 1_000, System::nanoTime);

  private Ending asked(String key, ModelServer server) {
    Wanted wanted =
        new Wanted(server.url(), "m", key, "Be brief.", 70, 9, 100_000, List.of(), "Why?");
    assertThat(wanted.toString()).doesNotContain(key);
    new Model(HttpClient.newHttpClient()).ask(wanted, run);
    return Objects.requireNonNull(Objects.requireNonNull(run.piece(Duration.ZERO)).ending());
  }

  @Test
  void what_is_configured_is_asked_for() {
    try (ModelServer server = new ModelServer()) {
      server.on(
          "Why?",
          call -> {
            assertThat(call.messages()).containsExactly("system: Be brief.", "user: Why?");
            call.complete(
                call.body().at("temperature").text(), " ", call.body().at("max_tokens").text());
          });
      assertThat(asked("k", server).state()).isEqualTo(State.COMPLETE);
      assertThat(run.piece(Duration.ZERO)).extracting(Piece::all).isEqualTo("0.7 9");
    }
  }

  @Test
  void a_key_that_is_encoded_goes_nowhere() {
    Logger log = Logger.getLogger(Model.class.getName());
    log.setUseParentHandlers(false);
    try (ModelServer server = new ModelServer()) {
      assertThat(asked("{aes}ARDrtfxF/ec6w1rtUfYdsQ==", server).code()).isEqualTo("misconfigured");
      assertThat(run.piece(Duration.ZERO)).extracting(Piece::begun).isEqualTo(false);
    } finally {
      log.setUseParentHandlers(true);
    }
  }

  @Test
  void more_bytes_than_are_read_are_too_many() {
    Logger log = Logger.getLogger(Failures.class.getName());
    log.setUseParentHandlers(false);
    try (ModelServer server = new ModelServer()) {
      server.on(
          "Why?",
          call -> {
            call.begin();
            while (!call.hungUp.isDone()) {
              call.raw("x".repeat(8_000));
            }
          });
      assertThat(asked("k", server).code()).isEqualTo("too-long");
    } finally {
      log.setUseParentHandlers(true);
    }
  }
}
