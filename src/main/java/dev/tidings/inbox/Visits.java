package dev.tidings.inbox;

import dev.tidings.events.EventLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is to be done when a user comes: to learn who it is and with which roles, and to catch up on
 * broadcasts from before. Mostly nothing, which two reads tell.
 */
@ApplicationScoped
class Visits {
  private static final int BROADCASTS = 100;
  private static final int SHORT_ENOUGH = Audience.Role.MAX_NAME;

  @Inject EventLog log;
  @Inject Inboxes inboxes;
  @Inject Delivery delivery;

  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  /** Whether there is nothing to do for a user with these roles. */
  @Transactional
  boolean settled(String user, Set<String> roles) {
    Inbox inbox = em.find(Inbox.class, user);
    return inbox != null && inbox.roles.equals(digest(roles)) && inbox.visited >= newest();
  }

  private long newest() {
    return em.createQuery("select coalesce(max(b.id), 0) from Broadcast b", Long.class)
        .getSingleResult();
  }

  /** Does some of it, in a transaction of its own; whether there may be more. */
  @Transactional(TxType.REQUIRES_NEW)
  boolean settle(String user, Set<String> roles) {
    Inbox inbox = inboxes.locked(user, log.head().position());
    learn(inbox, roles);
    return catchUp(inbox, roles);
  }

  private void learn(Inbox inbox, Set<String> roles) {
    String digest = digest(roles);
    if (inbox.roles.equals(digest)) {
      return;
    }
    em.createQuery("delete from Membership m where m.key.user = :user")
        .setParameter("user", inbox.user)
        .executeUpdate();
    for (String role : new TreeSet<>(roles)) {
      if (role.length() <= SHORT_ENOUGH) {
        em.persist(Membership.of(role, inbox.user));
      }
    }
    inbox.roles = digest;
  }

  private boolean catchUp(Inbox inbox, Set<String> roles) {
    List<Broadcast> missed =
        em.createQuery("from Broadcast b where b.id > :visited order by b.id", Broadcast.class)
            .setParameter("visited", inbox.visited)
            .setMaxResults(BROADCASTS)
            .getResultList();
    Instant now = Instant.now();
    for (Broadcast broadcast : missed) {
      inbox.visited = broadcast.id;
      Content content = broadcast.isFor(inbox, roles) ? em.find(Content.class, broadcast.id) : null;
      if (content != null && !has(inbox.user, content)) {
        delivery.deliver(content, List.of(inbox), now);
      }
    }
    return missed.size() == BROADCASTS;
  }

  /** By its id, or as what has taken the place of another, or was replaced itself. */
  private boolean has(String user, Content content) {
    if (em.find(Item.class, new Item.Key(user, content.id)) != null) {
      return true;
    }
    return content.dedupeKey != null
        && !em.createQuery(
                "select 1 from Item i where i.key.user = :user and i.dedupeKey = :key"
                    + " and i.notification >= :id",
                Integer.class)
            .setParameter("user", user)
            .setParameter("key", content.dedupeKey)
            .setParameter("id", content.id)
            .getResultList()
            .isEmpty();
  }

  private static String digest(Set<String> roles) {
    try {
      String joined = String.join("\n", new TreeSet<>(roles));
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(joined.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
    }
  }
}
