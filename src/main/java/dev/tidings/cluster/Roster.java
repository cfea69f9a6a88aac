package dev.tidings.cluster;

import dev.tidings.config.NodeName;
import dev.tidings.events.EventLog;
import dev.tidings.stream.Attendance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Which nodes there are, this one included. Safe for any thread. */
@ApplicationScoped
public class Roster {
  @Inject RosterTable table;
  @Inject RosterConfig config;
  @Inject NodeName name;
  @Inject Attendance attendance;

  private final String run = EventLog.newEpoch();
  private volatile List<Node> living = List.of();

  /**
   * All nodes that have given a sign of late, the oldest first; a few seconds old, and while the
   * database is away, as they were then.
   */
  public List<Node> nodes() {
    return living;
  }

  /** Names this node, until it stops. */
  public String run() {
    return run;
  }

  /** Whether there is another node. */
  boolean alone() {
    return living.size() < 2;
  }

  /** Whether there is another node that takes streams. */
  boolean others() {
    return living.stream().anyMatch(node -> !node.run().equals(run) && !node.draining());
  }

  /**
   * Gives a sign, and learns who else does.
   *
   * @return whether this node was not there before, for the first time or because it had been taken
   *     for gone
   * @throws RosterTable.Failed if the database does not do its part
   */
  boolean sign() {
    RosterTable.Signed signed =
        table.sign(run, name.text(), attendance.draining(), attendance.streams(), config.lease());
    living = List.copyOf(signed.living());
    return signed.entered();
  }

  /** Gives no sign any more. */
  void leave() {
    table.leave(run);
  }
}
