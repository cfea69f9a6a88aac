package dev.tidings.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What cannot be delivered does not keep what can. */
class CourierTest {
  private static final Logger LOG = Logger.getLogger(Courier.class.getName());

  private final Bag bag = new Bag();
  private final Clock clock = new Clock();
  private final Courier courier = new Courier();

  @BeforeEach
  @SuppressWarnings("UnnecessaryAssignment") // There is no container here.
  void prepare() {
    LOG.setLevel(Level.OFF);
    courier.rounds = bag;
    courier.due = clock;
    courier.schedule = new NothingPlanned();
  }

  /** Delivers as long as nothing bad is among it, all or none. */
  private static final class Bag extends Rounds {
    final Deque<String> waiting = new ArrayDeque<>();
    final List<String> delivered = new ArrayList<>();
    RuntimeException failure = new IllegalArgumentException("bad");

    @Override
    boolean deliver(int most) {
      Collection<String> some = waiting.stream().limit(most).toList();
      if (some.contains("bad")) {
        throw failure;
      }
      delivered.addAll(some);
      some.forEach(each -> waiting.remove());
      return !some.isEmpty();
    }

    @Override
    void passOver() {
      waiting.remove();
    }

    @Override
    boolean broadcast(int most) {
      return false;
    }

    @Override
    boolean forget() {
      return false;
    }
  }

  private static final class Clock extends Due {
    int woken;

    @Override
    boolean wake(int most) {
      woken++;
      return false;
    }
  }

  private static final class NothingPlanned extends Schedule {
    @Override
    boolean send(int most) {
      return false;
    }
  }

  @Test
  void what_fails_for_its_own_sake_is_passed_over() {
    bag.waiting.addAll(List.of("one", "bad", "two", "three"));
    courier.work();
    assertThat(bag.delivered).containsExactly("one", "two", "three");
  }

  @Test
  void so_is_a_value_that_the_database_does_not_take() {
    bag.failure = new PersistenceException(new SQLException("out of range", "22008"));
    bag.waiting.addAll(List.of("bad", "one"));
    courier.work();
    assertThat(bag.delivered).containsExactly("one");
  }

  @Test
  void a_database_that_fails_is_asked_again_and_nothing_is_passed_over() {
    bag.failure = new PersistenceException(new SQLException("gone", "08006"));
    bag.waiting.addAll(List.of("bad", "one"));
    courier.work();
    courier.work();
    assertThat(bag.waiting).containsExactly("bad", "one");
    assertThat(clock.woken).as("other kinds go on").isEqualTo(2);
    bag.waiting.remove();
    courier.work();
    assertThat(bag.delivered).containsExactly("one");
  }
}
