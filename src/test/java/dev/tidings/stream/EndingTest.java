package dev.tidings.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.events.Topic;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the log says of a stream's end is what ended it. */
class EndingTest {
  private static final Topic TOPIC = new Topic("feeds/a");

  private final TestNode node = new TestNode();
  private final TestPermit permit = new TestPermit("alice");
  private final TestStream stream = new TestStream();

  @AfterEach
  void stop() {
    node.close();
  }

  private Subscriber ask(OutputStream response, @Nullable String browser) {
    Subscriber subscriber =
        node.subscriber(
            new Subscriber.Client(permit, "192.0.2.1", browser), response, List.of(TOPIC));
    node.admission.ask(subscriber, () -> subscriber.sink().send("connected", "{}"));
    return subscriber;
  }

  private Subscriber open() {
    return ask(stream, null);
  }

  private void assertClosed(String reason) {
    await().until(() -> node.audit.records.size() >= 2);
    assertThat(node.audit.records)
        .containsExactly("alice [feeds/a] opened", "alice [feeds/a] " + reason);
  }

  /** A connection whose every write fails. */
  private static OutputStream failing(IOException failure) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw failure;
      }
    };
  }

  @Test
  void a_client_that_went_away() {
    stream.hangUp();
    open();
    assertClosed("client-gone");
  }

  @Test
  void a_client_that_did_not_read_for_too_long() {
    ask(failing(new SocketTimeoutException("on purpose")), null);
    assertClosed("stalled");
  }

  @Test
  void something_that_should_not_fail() {
    ask(
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new IllegalStateException("on purpose");
          }
        },
        null);
    assertClosed("failed");
  }

  @Test
  void a_later_stream_of_the_same_browser() {
    ask(stream, "tab");
    stream.untilType("connected");
    ask(new TestStream(), "tab");
    await().until(() -> node.audit.records.contains("alice [feeds/a] replaced"));
  }

  @Test
  void a_life_that_was_long_enough() {
    node.config.lifetime = Duration.ofMillis(50);
    open();
    assertClosed("lifetime");
  }

  @Test
  void other_rules() {
    open();
    permit.forbid("feeds/a");
    assertClosed("rules");
  }

  @Test
  void a_login_that_is_over() {
    permit.expires = Instant.now();
    open();
    assertClosed("expired");
  }

  @Test
  void a_user_who_signs_out() {
    open();
    node.hub.census().endSession("alice", Ending.SIGNED_OUT);
    assertClosed("signed-out");
  }

  @Test
  void a_node_that_stops() {
    open();
    node.departure.begin(Duration.ofMinutes(1));
    assertClosed("stopping");
  }

  @Test
  void a_channel_that_is_closed() {
    open();
    node.hub.channel(TOPIC).close();
    assertClosed("closed");
  }

  @Test
  void a_client_that_lags_behind_what_the_stream_says() {
    Subscriber subscriber = open();
    stream.untilType("connected");
    stream.stall(true);
    while (!subscriber.sink().isClosed()) {
      subscriber.sink().send("note", "{}");
    }
    stream.stall(false);
    assertClosed("lagging");
  }

  @Test
  void a_limit_and_it_was_never_open() {
    node.config.limits = new Census.Limits(0, 100, 100);
    open();
    await().until(() -> !node.audit.records.isEmpty());
    assertThat(node.audit.records).containsExactly("alice [feeds/a] limit");
  }

  @Test
  void the_first_reason_counts_even_if_its_client_goes_away_before_it_is_told() {
    Subscriber subscriber = open();
    stream.untilType("connected");
    stream.stall(true);
    subscriber.probe();
    subscriber.endSession(Ending.EXPIRED);
    subscriber.end(Ending.REPLACED);
    stream.hangUp();
    stream.stall(false);
    assertClosed("expired");
  }
}
