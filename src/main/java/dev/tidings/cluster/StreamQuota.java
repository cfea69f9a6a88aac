package dev.tidings.cluster;

import dev.tidings.stream.Attendance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds users to the number of streams that they may have, on all nodes together.
 *
 * <p>Each node writes down how many its users have, as that changes, and then looks at the sums: of
 * two that are opened at the same time on two nodes, at least one is seen by the node that wrote
 * second. A sum that is too high may count clients that are gone, which a server notices only when
 * it writes. So all nodes write to the streams of that user, twice, before the node that saw it
 * looks once more, with the user's rows locked, and ends its own newest ones. Where there is one
 * node only, nothing is written at all. For one thread.
 */
@ApplicationScoped
class StreamQuota {
  /** Looks until it is settled, this one included: the others write in two, and count in one. */
  private static final int PATIENCE = 5;

  /** Users that are settled in one look; more would keep this node from giving signs. */
  private static final int AT_ONCE = 50;

  @Inject Attendance attendance;
  @Inject Roster roster;
  @Inject RosterConfig config;
  @Inject UserTable table;

  private boolean watching;

  /** Users whose streams were written to once. */
  private final Set<String> again = new HashSet<>();

  /** Users who seemed to have too many, and in how many looks that is settled. */
  private final Map<String, Integer> suspects = new HashMap<>();

  /** From here on nothing that was written before counts. */
  void restart() {
    watching = false;
    suspects.clear();
    again.clear();
    attendance.unwatch();
  }

  /**
   * Does what there is to do, of all users at once.
   *
   * @throws RosterTable.Failed if the database does not do its part; then {@link #restart}
   */
  void look() {
    if (roster.alone()) {
      if (watching) {
        restart();
        table.forget(roster.run());
      }
      return;
    }
    probe();
    Map<String, Integer> counts = counts();
    if (!counts.isEmpty()) {
      table.count(roster.run(), counts);
      counts.values().removeIf(count -> count == 0);
      suspect(counts.keySet());
    }
    settle();
  }

  private Map<String, Integer> counts() {
    if (watching) {
      return attendance.changes();
    }
    table.forget(roster.run());
    watching = true;
    return attendance.watch();
  }

  private void suspect(Collection<String> users) {
    Collection<String> over =
        users.isEmpty() ? List.of() : table.over(users, attendance.mostPerUser(), config.lease());
    over = over.stream().filter(user -> !suspects.containsKey(user)).toList();
    if (!over.isEmpty()) {
      over.forEach(user -> suspects.put(user, PATIENCE));
      again.addAll(over);
      over.forEach(attendance::probe);
      table.ask(roster.run(), over);
    }
  }

  /** Writes to streams whose client may be gone; to each twice, in two looks. */
  private void probe() {
    again.forEach(attendance::probe);
    again.clear();
    again.addAll(table.asked(roster.run()));
    again.forEach(attendance::probe);
  }

  private void settle() {
    suspects.replaceAll((user, looks) -> looks - 1);
    List<String> due =
        suspects.entrySet().stream()
            .filter(suspect -> suspect.getValue() <= 0)
            .map(Map.Entry::getKey)
            .limit(AT_ONCE)
            .toList();
    for (String user : due) {
      suspects.remove(user);
      table.settle(
          roster.run(),
          user,
          attendance.mostPerUser(),
          config.lease(),
          count -> attendance.refuse(user, count));
    }
  }
}
