package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidings.Client;
import dev.tidings.Deployments;
import dev.tidings.Listener;
import dev.tidings.SseParser;
import dev.tidings.SseParser.Message;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The bean that applications publish with, inside their own transactions, in a real container. */
@ArquillianTest
@Tag("inside")
class PublisherIT {
  private static final int PUBLISHERS = 8;
  private static final int TRANSACTIONS = 100;

  @Inject Publisher publisher;
  @Inject AfterCommit afterCommit;
  @Inject EventLog log;
  @Resource UserTransaction transaction;
  @Resource ManagedExecutorService executor;

  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  TransactionSynchronizationRegistry registry;

  @ArquillianResource URI root;

  private final Topic topic = Topic.of("feeds", UUID.randomUUID().toString());

  @Deployment
  static WebArchive war() {
    return Deployments.war(
        PublisherIT.class, Veto.class, Client.class, Listener.class, SseParser.class);
  }

  private static Draft saying(String text) {
    return new Draft("message", new Json("{\"text\":\"" + text + "\"}"), null);
  }

  private Listener listening() {
    return Client.signedIn(root, "alice").listening("topic=" + topic);
  }

  private static List<String> texts(List<Message> messages) {
    return messages.stream()
        .map(message -> message.data().replaceAll(".*\"text\":\"(.*)\"}}$", "$1"))
        .toList();
  }

  @Test
  void what_is_rolled_back_reaches_nobody() throws Exception {
    try (Listener listener = listening()) {
      transaction.begin();
      Receipt lost = publisher.publish(topic, saying("lost"));
      transaction.rollback();
      Receipt sentinel = publisher.publish(topic, saying("sentinel"));
      assertThat(texts(listener.until("sentinel"))).containsExactly("sentinel");
      assertThat(sentinel.ids()).hasSize(1);
      assertThatThrownBy(lost::ids).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void what_is_rolled_back_at_the_very_end_of_its_commit_reaches_nobody() throws Exception {
    try (Listener listener = listening()) {
      transaction.begin();
      publisher.publish(topic, saying("lost"));
      // After the publisher's own: the event is numbered and stored when this vetoes.
      registry.registerInterposedSynchronization(new Veto(registry));
      assertThatThrownBy(transaction::commit).isInstanceOf(RollbackException.class);
      publisher.publish(topic, saying("sentinel"));
      assertThat(texts(listener.until("sentinel"))).containsExactly("sentinel");
    }
  }

  /** Something else in the transaction that fails last. */
  private record Veto(TransactionSynchronizationRegistry transactions) implements Synchronization {
    @Override
    public void beforeCompletion() {
      transactions.setRollbackOnly();
    }

    @Override
    public void afterCompletion(int status) {
      assertThat(status).isEqualTo(Status.STATUS_ROLLEDBACK);
    }
  }

  @Test
  void what_the_server_rolls_back_for_taking_too_long_reaches_nobody() throws Exception {
    Topic live = Topic.of("logs", UUID.randomUUID().toString());
    List<String> told = new ArrayList<>();
    try (Listener listener = listening();
        Listener logs = Client.signedIn(root, "oscar").listening("topic=" + live)) {
      transaction.setTransactionTimeout(1);
      transaction.begin();
      publisher.publish(topic, saying("lost"));
      publisher.publish(live, saying("lost"));
      afterCommit.run(() -> told.add("lost"));
      await().pollInSameThread().until(() -> transaction.getStatus() != Status.STATUS_ACTIVE);
      // This thread has not noticed yet.
      Receipt late = publisher.publish(topic, saying("late"));
      try {
        publisher.publish(live, saying("late"));
      } catch (IllegalStateException over) {
        assertThat(transaction.getStatus()).isEqualTo(Status.STATUS_ROLLEDBACK);
      }
      transaction.rollback();
      transaction.setTransactionTimeout(0);
      publisher.publish(topic, saying("sentinel"));
      publisher.publish(live, saying("sentinel"));
      assertThat(texts(listener.until("sentinel"))).containsExactly("sentinel");
      assertThat(texts(logs.until("sentinel"))).containsExactly("sentinel");
      assertThat(told).isEmpty();
      assertThatThrownBy(late::ids).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void live_events_wait_for_the_commit_too_and_go_out_at_once_without_a_transaction()
      throws Exception {
    Topic log = Topic.of("logs", UUID.randomUUID().toString());
    try (Listener listener = Client.signedIn(root, "oscar").listening("topic=" + log)) {
      transaction.begin();
      publisher.publish(log, saying("lost"));
      transaction.rollback();
      transaction.begin();
      publisher.publish(log, saying("late"));
      executor.submit(() -> publisher.publish(log, saying("at once"))).get();
      assertThat(texts(listener.until("at once"))).containsExactly("at once");
      transaction.commit();
      assertThat(texts(listener.until("late"))).containsExactly("late");
      assertThat(publisher.publish(log, saying("no id")).ids()).isEmpty();
    }
  }

  @Test
  void nothing_is_heard_before_the_commit_and_all_of_it_after_in_order() throws Exception {
    try (Listener listener = listening()) {
      transaction.begin();
      Receipt first = publisher.publish(topic, saying("first"));
      Receipt more = publisher.publish(topic, List.of(saying("second"), saying("third")));
      assertThatThrownBy(first::ids).isInstanceOf(IllegalStateException.class);
      // Another transaction overtakes: it commits first, so it is heard first.
      executor.submit(() -> publisher.publish(topic, saying("overtaking"))).get();
      assertThat(texts(listener.until("overtaking"))).containsExactly("overtaking");
      transaction.commit();
      List<Message> heard = listener.until("third");
      assertThat(texts(heard)).containsExactly("first", "second", "third");
      assertThat(heard)
          .extracting(Message::id)
          .containsExactly(
              first.ids().get(0).toString(),
              more.ids().get(0).toString(),
              more.ids().get(1).toString());
    }
  }

  @Test
  void a_number_that_was_rolled_back_is_used_again() throws Exception {
    long before = log.head().position();
    transaction.begin();
    publisher.publish(topic, List.of(saying("a"), saying("b")));
    transaction.setRollbackOnly();
    assertThatThrownBy(transaction::commit).isNotNull();
    assertThat(log.head().position()).isEqualTo(before);
    assertThat(publisher.publish(topic, saying("c")).ids().get(0).position()).isEqualTo(before + 1);
  }

  @Test
  void eight_publishers_with_rollbacks_leave_no_hole_and_everybody_hears_each_event_once()
      throws Exception {
    long before = log.head().position();
    Client alice = Client.signedIn(root, "alice");
    try (Listener live = alice.listening("topic=" + topic)) {
      String start = live.lastId();
      List<Future<List<EventId>>> publishers = new ArrayList<>();
      for (int p = 0; p < PUBLISHERS; p++) {
        String name = "p" + p + "-";
        publishers.add(executor.submit(() -> publishMany(name)));
      }
      List<EventId> committed = new ArrayList<>();
      List<String> reconnected = new ArrayList<>();
      String last = start;
      int expected = PUBLISHERS * TRANSACTIONS * 2 * 4 / 5;
      while (reconnected.size() < expected) {
        try (Listener portion = alice.listening("topic=" + topic, "Last-Event-ID", last)) {
          List<Message> some = portion.take(Math.min(300, expected - reconnected.size()));
          some.forEach(message -> reconnected.add(message.id()));
          last = some.get(some.size() - 1).id();
        }
      }
      for (Future<List<EventId>> done : publishers) {
        committed.addAll(done.get());
      }
      List<String> heard = live.take(expected).stream().map(Message::id).toList();
      Collections.sort(committed, (a, b) -> Long.compare(a.position(), b.position()));
      List<String> ids = committed.stream().map(EventId::toString).toList();
      assertThat(committed).hasSize(expected);
      assertThat(heard).isEqualTo(ids);
      assertThat(reconnected).isEqualTo(ids);
      assertThat(log.after(before, Long.MAX_VALUE, Integer.MAX_VALUE))
          .extracting(Event::position)
          .as("dense")
          .containsExactlyElementsOf(
              java.util.stream.LongStream.rangeClosed(before + 1, before + expected)
                  .boxed()
                  .toList());
    }
  }

  /** Two events a transaction; every fifth is rolled back. */
  private List<EventId> publishMany(String name) throws Exception {
    List<EventId> ids = new ArrayList<>();
    for (int i = 0; i < TRANSACTIONS; i++) {
      transaction.begin();
      Receipt one = publisher.publish(topic, saying(name + i));
      Receipt two = publisher.publish(topic, saying(name + i + "b"));
      if (i % 5 == 4) {
        transaction.rollback();
      } else {
        transaction.commit();
        ids.addAll(one.ids());
        ids.addAll(two.ids());
      }
    }
    return ids;
  }

  @Test
  void clearing_rolls_back_too() throws Exception {
    publisher.publish(topic, saying("kept"));
    transaction.begin();
    publisher.clear(topic);
    transaction.rollback();
    assertThat(log.floors(List.of(topic))).isEmpty();
    publisher.clear(topic);
    assertThat(log.floors(List.of(topic))).containsKey(topic);
  }

  @Test
  void the_hubs_own_topics_are_not_for_applications() {
    Topic own = Topic.ofHub("revocations");
    assertThatThrownBy(() -> publisher.publish(own, saying("forged")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> publisher.clear(own)).isInstanceOf(IllegalArgumentException.class);
  }
}
