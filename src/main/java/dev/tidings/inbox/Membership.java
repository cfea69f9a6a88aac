package dev.tidings.inbox;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A role or group that a user had at the last visit. */
@Entity
@Table(name = "tidings_inbox_role")
class Membership {
  @Embeddable
  record Key(@Column(name = "role") String role, @Column(name = "user_name") String user) {}

  @EmbeddedId Key key = new Key("", "");

  static Membership of(String role, String user) {
    Membership membership = new Membership();
    membership.key = new Key(role, user);
    return membership;
  }
}
