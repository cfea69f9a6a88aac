package dev.tidings.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.events.Topic;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who runs a source only while somebody listens hears of the first and of the last. */
class AudiencesTest {
  private static final Topic TOPIC = new Topic("metrics/a");

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> here = new LinkedBlockingQueue<>();
  private final CountDownLatch held = new CountDownLatch(1);
  private volatile boolean holding;

  private final Audiences audiences =
      new Audiences(
          topic -> tell("began " + topic),
          topic -> tell("ended " + topic),
          (topic, any) -> here.add(topic + " " + any));
  private final Hub hub = new Hub(new FixedConfig(), audiences::changed);
  private final Thread thread = new Thread(audiences);

  AudiencesTest() {
    audiences.ask(hub::heard);
    thread.start();
  }

  @AfterEach
  void stop() {
    thread.interrupt();
  }

  private void tell(String news) {
    told.add(news);
    if (holding) {
      try {
        held.await();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    }
    if (news.startsWith("ended")) {
      throw new IllegalStateException("The observer fails.");
    }
  }

  private String next() throws InterruptedException {
    return told.poll(20, TimeUnit.SECONDS);
  }

  private Subscriber join() {
    Subscriber subscriber =
        SinkTest.subscriber(hub, new java.io.ByteArrayOutputStream(), () -> {}, TOPIC.path());
    hub.join(subscriber);
    return subscriber;
  }

  @Test
  void the_first_and_the_last_are_told_and_those_between_are_not() throws InterruptedException {
    Subscriber one = join();
    assertThat(next()).isEqualTo("began metrics/a");
    Subscriber two = join();
    hub.leave(one, null);
    hub.leave(two, null);
    assertThat(next()).isEqualTo("ended metrics/a");
    join();
    assertThat(next()).isEqualTo("began metrics/a");
    assertThat(told).isEmpty();
  }

  @Test
  void for_who_takes_long_only_the_latest_state_counts() throws InterruptedException {
    holding = true;
    Subscriber one = join();
    assertThat(next()).isEqualTo("began metrics/a");
    for (int i = 0; i < 50; i++) {
      hub.leave(one, null);
      one = join();
    }
    hub.leave(one, null);
    held.countDown();
    assertThat(next()).isEqualTo("ended metrics/a");
    TimeUnit.MILLISECONDS.sleep(100);
    assertThat(List.copyOf(told)).isEmpty();
  }
}
