package dev.tidings.security;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Logins that their users signed out of, until they would have ended by themselves.
 *
 * <p>A login is named by its user and the millisecond in which it ends: both stand in the cookie,
 * signed, so they are the same on every node. Bounded: of one user it keeps {@link #EACH} logins
 * one by one, and for who has more, the earlier half is taken for over, signed out of or not. Safe
 * for any thread.
 */
final class SignedOutLogins {
  private static final Logger LOG = Logger.getLogger(SignedOutLogins.class.getName());

  /** Logins of one user that are told from each other, at most. */
  static final int EACH = 32;

  private static final long SWEEP_MILLIS = Duration.ofMinutes(1).toMillis();

  private final IntSupplier most;
  private final Map<String, Over> users = new ConcurrentHashMap<>();
  private volatile long swept;
  private volatile boolean warned;

  /**
   * Of one user.
   *
   * @param before what ends by then is over, whatever it is
   * @param ends what else is over, sorted
   */
  private record Over(long before, List<Long> ends) {
    private static final Over NOTHING = new Over(Long.MIN_VALUE, List.of());

    boolean contains(long login) {
      return login <= before || ends.contains(login);
    }

    Over with(long login, long now) {
      if (contains(login)) {
        return this;
      }
      List<Long> all = new ArrayList<>(ends);
      all.add(login);
      all.removeIf(end -> end <= now);
      all.sort(Comparator.naturalOrder());
      if (all.size() <= EACH) {
        return new Over(before, List.copyOf(all));
      }
      int half = EACH / 2;
      return new Over(all.get(half), List.copyOf(all.subList(half + 1, all.size())));
    }

    long latest() {
      return ends.isEmpty() ? before : ends.get(ends.size() - 1);
    }
  }

  /**
   * @param most users of whom something is kept, at most
   */
  SignedOutLogins(IntSupplier most) {
    this.most = most;
  }

  void add(String user, Instant ends) {
    long now = System.currentTimeMillis();
    long login = ends.toEpochMilli();
    if (login <= now) {
      return;
    }
    users.compute(user, (name, known) -> (known == null ? Over.NOTHING : known).with(login, now));
    int room = most.getAsInt();
    if (users.size() > room || now - swept > SWEEP_MILLIS) {
      swept = now;
      users.values().removeIf(over -> over.latest() <= now);
      makeRoom(room);
    }
  }

  /** Whether a user signed out of any login that could still be used. */
  boolean any(String user) {
    return users.containsKey(user);
  }

  boolean contains(String user, Instant ends) {
    Over over = users.get(user);
    return over != null && over.contains(ends.toEpochMilli());
  }

  int size() {
    return users.size();
  }

  /** A tenth at a time, so that this is not done for each; those first that last no longer. */
  private void makeRoom(int room) {
    if (users.size() <= room) {
      return;
    }
    if (!warned) {
      warned = true;
      LOG.log(
          Level.WARNING,
          "More than {0} users have signed out within the time that a login lasts. Of those whose"
              + " login ends first, this node forgets it; raise tidings.session.signed-out.",
          room);
    }
    long[] latest = users.values().stream().mapToLong(Over::latest).sorted().toArray();
    long last = latest[Math.min(latest.length - 1, latest.length - room + room / 10)];
    users.values().removeIf(over -> over.latest() <= last);
  }
}
