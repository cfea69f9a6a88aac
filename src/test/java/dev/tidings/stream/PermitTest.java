package dev.tidings.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.SseParser.Message;
import dev.tidings.events.Topic;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a stream may read, and until when, can change while it is open. */
class PermitTest {
  private final TestNode node = new TestNode();
  private final TestPermit permit = new TestPermit("alice");
  private final TestStream stream = new TestStream();

  @AfterEach
  void stop() {
    node.close();
  }

  private Subscriber listen(String... topics) {
    Subscriber subscriber =
        node.subscriber(
            new Subscriber.Client(permit, "127.0.0.1", null),
            stream,
            Stream.of(topics).map(Topic::new).toList());
    stream.subscriber = subscriber;
    node.hub.join(subscriber);
    return subscriber;
  }

  private void publish(String topic, String text) {
    node.tail.announce(node.log.commit(topic, text));
    node.awaitTail();
  }

  private static List<String> types(List<Message> messages) {
    return messages.stream().map(Message::type).toList();
  }

  @Test
  void a_login_that_ends_ends_its_streams_with_the_reason() {
    permit.expires = Instant.now().plusMillis(700);
    Subscriber subscriber = listen("feeds/a");
    List<Message> told =
        stream.when(all -> all.stream().anyMatch(one -> one.data().contains("\"expired\"")));
    assertThat(types(told)).containsExactly("session", "session");
    assertThat(told.get(0).data())
        .isEqualTo(
            "{\"reason\":\"expiring\",\"expires\":\""
                + permit.expires.truncatedTo(ChronoUnit.SECONDS)
                + "\"}");
    assertThat(told.get(1).data()).isEqualTo("{\"reason\":\"expired\"}");
    await().until(subscriber::finished);
  }

  @Test
  void a_login_that_ends_much_later_is_not_mentioned() {
    permit.expires = Instant.now().plusSeconds(3_600);
    listen("feeds/a");
    publish("feeds/a", "1");
    assertThat(stream.textsUntil("1")).containsExactly("1");
    assertThat(types(stream.until("1"))).containsExactly("message");
  }

  @Test
  void a_topic_that_is_withdrawn_ends_the_stream_before_another_event() {
    Subscriber subscriber = listen("feeds/a", "feeds/b");
    publish("feeds/a", "1");
    stream.until("1");
    permit.forbid("feeds/a");
    publish("feeds/a", "2");
    assertThat(types(stream.untilType("bye"))).containsExactly("message", "bye");
    await().until(subscriber::finished);
  }

  @Test
  void a_quiet_stream_is_held_to_new_rules_as_well() {
    listen("feeds/a");
    publish("feeds/a", "1");
    stream.until("1");
    permit.forbid("feeds/a");
    assertThat(stream.untilType("bye").get(1).data()).contains("\"reason\":\"rules\"");
  }

  @Test
  void rules_that_change_nothing_for_it_leave_a_stream_alone() {
    listen("feeds/a");
    permit.forbid("feeds/b");
    publish("feeds/a", "1");
    publish("feeds/a", "2");
    assertThat(stream.textsUntil("2")).containsExactly("1", "2");
  }

  @Test
  void a_page_of_the_log_is_held_to_the_rules_too() {
    for (int i = 0; i < 40; i++) {
      publish("feeds/a", "text" + i);
    }
    Subscriber subscriber =
        node.subscriber(
            new Subscriber.Client(permit, "127.0.0.1", null),
            stream,
            List.of(new Topic("feeds/a")));
    permit.forbid("feeds/a");
    subscriber.lose();
    node.hub.join(subscriber);
    assertThat(types(stream.untilType("bye"))).doesNotContain("message");
  }
}
