package dev.tidings.inbox;

import dev.tidings.inbox.ItemJson.Entry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/**
 * All that a user was told and that is still in the inbox, whatever became of it, in the order of
 * the log. Safe for any thread.
 */
@ApplicationScoped
@Transactional
public class InboxHistory {
  // Digest entries are below zero: what they hold is here by itself.
  private static final String SOME =
      " from Item i join Content c on c.id = i.notification"
          + " where i.key.user = :user and i.key.id > :after and i.key.id <= :upTo";

  @Inject Shelf shelf;

  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  /**
   * A notification as the inbox shows it.
   *
   * @param id the position in the log
   * @param at when it came
   */
  public record Told(long id, Instant at, String category, boolean unread, JsonObject json) {}

  /** How many there are, up to a position in the log. */
  public long count(String user, long upTo) {
    return em.createQuery("select count(*)" + SOME, Long.class)
        .setParameter("user", user)
        .setParameter("after", 0L)
        .setParameter("upTo", upTo)
        .getSingleResult();
  }

  /** Those after a position, up to another, oldest first; at most {@code limit}. */
  public List<Told> after(String user, long position, long upTo, int limit) {
    Inbox inbox = shelf.inbox(user);
    return em.createQuery(
            "select new dev.tidings.inbox.ItemJson$Entry(i, c)"
                + SOME
                + " order by i.key.user, i.key.id",
            Entry.class)
        .setParameter("user", user)
        .setParameter("after", position)
        .setParameter("upTo", upTo)
        .setMaxResults(limit)
        .getResultStream()
        .map(entry -> told(entry, inbox))
        .toList();
  }

  private static Told told(Entry entry, Inbox inbox) {
    Item item = entry.item();
    return new Told(
        item.id(),
        item.arrivedAt,
        item.category,
        inbox.unread(item),
        ItemJson.object(entry, inbox).build());
  }
}
