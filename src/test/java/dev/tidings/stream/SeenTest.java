package dev.tidings.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.events.Topic;
import dev.tidings.stream.OpenStream.State;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators see of a stream. */
class SeenTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TestNode node = new TestNode();
  private final Writers writers =
      new Writers(
          task -> {
            Thread thread = new Thread(task, "test-writer");
            thread.setDaemon(true);
            return thread;
          },
          node.config);

  @AfterEach
  void stop() {
    writers.stop();
    node.close();
  }

  private void publish(String topic, String... texts) {
    node.tail.announce(node.log.commit(topic, texts));
  }

  private static OpenStream seen(TestStream stream) {
    return stream.subscriber.seen(false);
  }

  private static OpenStream awaitIdle(TestStream stream) {
    return await()
        .atMost(PATIENCE)
        .until(() -> seen(stream), seen -> seen.state() == State.IDLE && seen.events() > 0);
  }

  @Test
  void it_counts_what_was_written_and_stands_where_the_reader_does() {
    TestStream stream = node.listen("feeds/a", "feeds/b");
    publish("feeds/a", "1", "2");
    publish("feeds/b", "3");
    stream.until("3");
    OpenStream seen = awaitIdle(stream);
    assertThat(seen.events()).isEqualTo(3);
    assertThat(seen.bytes()).isGreaterThan(100);
    assertThat(seen.lag()).isZero();
    assertThat(seen.lastId()).hasToString("first-3");
    assertThat(seen.topics()).extracting(Object::toString).containsExactly("feeds/a", "feeds/b");
    assertThat(stream.subscriber.growth()).isEqualTo(3);
    assertThat(stream.subscriber.growth()).as("since the last look").isZero();
  }

  @Test
  void what_others_hear_is_no_lag() {
    TestStream stream = node.listen("feeds/a");
    publish("feeds/a", "mine");
    stream.until("mine");
    awaitIdle(stream);
    publish("feeds/other", "1", "2", "3");
    node.awaitTail();
    assertThat(seen(stream).lag()).isZero();
    assertThat(seen(stream).state()).isEqualTo(State.IDLE);
  }

  @Test
  void one_whose_client_does_not_read_lags_and_is_told_from_one_that_is_slow() {
    TestStream stream = new TestStream();
    stream.stall(true);
    Subscriber subscriber = node.outside(writers, stream, "feeds/a");
    assertThat(writers.stalled(0)).isEmpty();
    writers.start();
    publish("feeds/a", "1");
    await().atMost(PATIENCE).until(() -> writers.stalled(0).contains(subscriber));
    publish("feeds/a", "2", "3");
    node.awaitTail();
    assertThat(writers.stalled(Duration.ofHours(1).toNanos())).isEmpty();
    assertThat(subscriber.seen(true).state()).isEqualTo(State.STALLED);
    assertThat(subscriber.seen(false).state()).isEqualTo(State.WRITING);
    assertThat(subscriber.seen(false).lag()).isEqualTo(2);
    subscriber.bye(Ending.ENDED, 1_000);
    assertThat(subscriber.seen(false).state()).isEqualTo(State.LEAVING);
    stream.stall(false);
    assertThat(stream.untilType("bye")).last().matches(bye -> bye.data().contains("\"ended\""));
    await().atMost(PATIENCE).until(() -> writers.stalled(0).isEmpty());
  }

  @Test
  void one_that_is_served_from_the_log_is_replaying() {
    publish("feeds/a", "1", "2", "3");
    node.awaitTail();
    node.listen("feeds/a");
    // Nobody reads the log for it.
    Subscriber subscriber = node.byHand(task -> {}, new TestStream(), 1, "feeds/a");
    subscriber.serve(new Batch());
    OpenStream seen = subscriber.seen(false);
    assertThat(seen.state()).isEqualTo(State.REPLAYING);
    assertThat(seen.lag()).isEqualTo(2);
  }

  @Test
  void numbers_rise_and_an_agent_is_cut() {
    TestStream one = node.listen("feeds/a");
    TestStream two = node.listen("feeds/a");
    assertThat(seen(two).number()).isGreaterThan(seen(one).number());
    Subscriber subscriber =
        node.subscriber(
            new Subscriber.Client(new TestPermit("bob"), "192.0.2.1", null, "x".repeat(900)),
            new TestStream(),
            List.of(new Topic("feeds/a")));
    assertThat(subscriber.seen(false).agent()).hasSize(200);
  }
}
