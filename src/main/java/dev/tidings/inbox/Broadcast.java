package dev.tidings.inbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A notification for a role or for everyone, and how far its delivery has come. */
@Entity
@Table(name = "tidings_broadcast")
class Broadcast {
  /** The notification's. */
  @Id
  @Column(name = "id")
  long id;

  /** Null for everyone. */
  @Column(name = "role")
  @Nullable String role;

  @Column(name = "later")
  boolean later;

  /** The last user, in the order of names, that it was delivered to. */
  @Column(name = "reached")
  String reached = "";

  @Column(name = "done")
  boolean done;

  /** Whether a user who has these roles now gets it, going by when the hub met this user. */
  boolean isFor(Inbox inbox, Set<String> roles) {
    return role == null ? later || id > inbox.joined : roles.contains(role);
  }
}
