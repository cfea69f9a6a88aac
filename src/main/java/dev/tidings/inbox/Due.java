package dev.tidings.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What happens to items by themselves: snoozed ones come back, digests are complete, the expired
 * go.
 */
@ApplicationScoped
@Transactional
class Due {
  @Inject Turn turn;
  @Inject Inboxes inboxes;
  @Inject Delivery delivery;

  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  /**
   * Does what is due now.
   *
   * @param most for how many items
   * @return whether there may be more
   */
  boolean wake(int most) {
    if (turn.take() == null) {
      return false;
    }
    Instant now = Instant.now();
    List<Item.Key> due = due(now, most);
    if (due.isEmpty()) {
      return false;
    }
    Map<String, List<Item.Key>> byUser =
        due.stream().collect(Collectors.groupingBy(Item.Key::user));
    for (Inbox inbox : inboxes.locked(byUser.keySet(), known -> 0).values()) {
      wake(inbox, byUser.getOrDefault(inbox.user, List.of()), now);
    }
    return true;
  }

  /** The next item that is due stays as it is. */
  void passOver() {
    if (turn.take() == null) {
      return;
    }
    for (Item.Key key : due(Instant.now(), 1)) {
      em.createQuery("update Item i set i.due = null where i.key = :key")
          .setParameter("key", key)
          .executeUpdate();
    }
  }

  private List<Item.Key> due(Instant now, int most) {
    return em.createQuery(
            "select i.key from Item i where i.due <= :now order by i.due", Item.Key.class)
        .setParameter("now", now)
        .setMaxResults(most)
        .getResultList();
  }

  private void wake(Inbox inbox, List<Item.Key> keys, Instant now) {
    for (Item.Key key : keys) {
      Item item = em.find(Item.class, key);
      // It may have changed before we had the lock, or have gone with its digest.
      if (item != null && item.due != null && !item.due.isAfter(now)) {
        wake(inbox, item, now);
      }
    }
  }

  private void wake(Inbox inbox, Item item, Instant now) {
    if (!item.expired(now) && item.box == Box.SNOOZED) {
      delivery.surface(inbox, item, content(item), now);
    } else if (!item.expired(now) && item.box == Box.GATHERING) {
      complete(inbox, item, now);
    } else {
      delivery.drop(inbox, item);
    }
  }

  private @Nullable Content content(Item item) {
    return item.notification == null ? null : em.find(Content.class, item.notification);
  }

  /** A digest of one is that one. */
  private void complete(Inbox inbox, Item digest, Instant now) {
    List<Item> held = held(digest);
    if (held.size() > 1) {
      delivery.surface(inbox, digest, null, now);
      return;
    }
    em.remove(digest);
    for (Item item : held) {
      delivery.surface(inbox, item, content(item), now);
    }
  }

  /** Two of what it holds, which tell whether there is more than one. */
  private List<Item> held(Item digest) {
    return em.createQuery(
            "from Item i where i.key.user = :user and i.box = :box and i.place = :digest",
            Item.class)
        .setParameter("user", digest.key.user())
        .setParameter("box", Box.HELD)
        .setParameter("digest", digest.id())
        .setMaxResults(2)
        .getResultList();
  }
}
