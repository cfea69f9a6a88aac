package dev.tidings.inbox;

import dev.tidings.inbox.ItemJson.Entry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads inboxes, page by page, newest first. Every statement goes along one index in its order, so
 * a page of an inbox with 100,000 items takes no longer than of one with 100. What no index can
 * tell (a text, a category among unread ones) is looked for in a bounded stretch at a time.
 */
@ApplicationScoped
@Transactional
class Shelf {
  /** Pinned ones, at most. */
  static final int MAX_PINNED = 100;

  private static final String ENTRY =
      "select new dev.tidings.inbox.ItemJson$Entry(i, c) from Item i"
          + " left join Content c on c.id = i.notification where i.key.user = :user";

  @Inject InboxConfig config;

  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  /** What to read. */
  enum Tab {
    ALL,
    UNREAD,
    ARCHIVED,
    SNOOZED
  }

  /**
   * What is asked for.
   *
   * @param text what title or body hold, in any case
   * @param before the cursor: only what lies below it; {@link Long#MAX_VALUE} from the top
   */
  record Wanted(Tab tab, @Nullable String category, @Nullable String text, long before, int limit) {
    boolean first() {
      return before == Long.MAX_VALUE;
    }
  }

  /**
   * A page.
   *
   * @param next the cursor to go on from; 0 at the end
   * @param searched how far back a step of a search has looked; null where it has come to the end
   */
  record Page(Inbox inbox, List<Entry> entries, long next, @Nullable Instant searched) {}

  /** A stretch of one order: of a box, or of what is unread. */
  private record Stretch(@Nullable Box box, long above) {
    String order() {
      return box == null ? "i.unreadAt" : "i.place";
    }

    long position(Item item) {
      return box == null ? item.unreadAt : item.place;
    }
  }

  Inbox inbox(String user) {
    Inbox inbox = em.find(Inbox.class, user);
    return inbox == null ? Inbox.of(user, 0) : inbox;
  }

  Page page(String user, Wanted wanted) {
    Inbox inbox = inbox(user);
    List<Entry> entries = new ArrayList<>();
    if (wanted.tab() == Tab.ALL && wanted.first()) {
      entries.addAll(pinned(user, wanted));
    }
    List<Stretch> stretches =
        switch (wanted.tab()) {
          case ALL -> List.of(new Stretch(Box.INBOX, inbox.filedAll));
          case UNREAD -> List.of(new Stretch(null, inbox.readAll));
          case SNOOZED -> List.of(new Stretch(Box.SNOOZED, 0));
          // One by one, and all at once: the latter still lie where they were.
          case ARCHIVED -> List.of(new Stretch(Box.ARCHIVED, 0), new Stretch(Box.INBOX, 0));
        };
    long next = 0;
    List<Entry> found = new ArrayList<>();
    for (Stretch stretch : stretches) {
      boolean filed = wanted.tab() == Tab.ARCHIVED && stretch.box() == Box.INBOX;
      long before = filed ? Math.min(wanted.before(), inbox.filedAll + 1) : wanted.before();
      next = Math.max(next, read(user, wanted, stretch, before, found));
    }
    Comparator<Entry> newest =
        Comparator.comparingLong(entry -> stretches.get(0).position(entry.item()));
    List<Entry> page = found.stream().sorted(newest.reversed()).limit(wanted.limit()).toList();
    if (found.size() > wanted.limit()) {
      next = Math.max(next, stretches.get(0).position(page.get(page.size() - 1).item()));
    }
    // Of two stretches, one may have been looked through further than the other.
    long from = next;
    page.stream()
        .filter(entry -> stretches.get(0).position(entry.item()) >= from)
        .forEach(entries::add);
    return new Page(inbox, entries, next, searched(user, wanted, stretches.get(0), next));
  }

  /** When what lies at a cursor came: all that is newer has been looked through. */
  private @Nullable Instant searched(String user, Wanted wanted, Stretch stretch, long next) {
    if (next == 0 || !scans(wanted, stretch)) {
      return null;
    }
    return em.createQuery(
            "select i.arrivedAt from Item i where i.key.user = :user"
                + (stretch.box() == null ? "" : " and i.box in (INBOX, ARCHIVED, SNOOZED)")
                + " and "
                + stretch.order()
                + " = :next",
            Instant.class)
        .setParameter("user", user)
        .setParameter("next", next)
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .orElse(null);
  }

  private static boolean scans(Wanted wanted, Stretch stretch) {
    return wanted.text() != null || (stretch.box() == null && wanted.category() != null);
  }

  private List<Entry> pinned(String user, Wanted wanted) {
    return filtered(
            ENTRY
                + " and i.box = :box"
                + filter(wanted)
                + order(wanted, new Stretch(Box.PINNED, 0)),
            wanted)
        .setParameter("user", user)
        .setParameter("box", Box.PINNED)
        .setMaxResults(MAX_PINNED)
        .getResultList();
  }

  /** Names the columns before the one that counts: only then does H2 see that an index has it. */
  private static String order(Wanted wanted, Stretch stretch) {
    String box = wanted.category() == null ? ", i.box desc" : ", i.category desc, i.box desc";
    return " order by i.key.user desc"
        + (stretch.box() == null ? "" : box)
        + ", "
        + stretch.order()
        + " desc";
  }

  /**
   * Adds what fits in a stretch below a cursor; one more than asked for, where there is more.
   *
   * @return the cursor to go on from; 0 if nothing is left
   */
  private long read(String user, Wanted wanted, Stretch stretch, long before, List<Entry> found) {
    long above = scans(wanted, stretch) ? horizon(user, wanted, stretch, before) : stretch.above();
    TypedQuery<Entry> query =
        filtered(ENTRY + where(stretch) + filter(wanted) + order(wanted, stretch), wanted)
            .setParameter("user", user)
            .setParameter("above", above)
            .setParameter("before", before)
            .setMaxResults(wanted.limit() + 1);
    if (stretch.box() != null) {
      query.setParameter("box", stretch.box());
    }
    List<Entry> entries = query.getResultList();
    found.addAll(entries);
    if (entries.size() > wanted.limit()) {
      return stretch.position(entries.get(wanted.limit() - 1).item());
    }
    return above > stretch.above() ? above + 1 : 0;
  }

  /** How far down one step of a search looks. */
  private long horizon(String user, Wanted wanted, Stretch stretch, long before) {
    boolean byCategory = stretch.box() != null && wanted.category() != null;
    TypedQuery<Long> query =
        em.createQuery(
                "select "
                    + stretch.order()
                    + " from Item i where i.key.user = :user"
                    + (byCategory ? " and i.category = :category" : "")
                    + where(stretch)
                    + order(wanted, stretch),
                Long.class)
            .setParameter("user", user)
            .setParameter("above", stretch.above())
            .setParameter("before", before)
            .setFirstResult(config.searched() - 1)
            .setMaxResults(1);
    if (byCategory) {
      query.setParameter("category", wanted.category());
    }
    if (stretch.box() != null) {
      query.setParameter("box", stretch.box());
    }
    return query.getResultStream().findFirst().map(last -> last - 1).orElse(stretch.above());
  }

  private static String where(Stretch stretch) {
    return (stretch.box() == null ? "" : " and i.box = :box")
        + " and "
        + stretch.order()
        + " > :above and "
        + stretch.order()
        + " < :before";
  }

  private static String filter(Wanted wanted) {
    return (wanted.category() == null ? "" : " and i.category = :category")
        + (wanted.text() == null
            ? ""
            : " and (lower(c.title) like :text escape '!' or lower(c.body) like :text escape '!')");
  }

  private TypedQuery<Entry> filtered(String text, Wanted wanted) {
    TypedQuery<Entry> query = em.createQuery(text, Entry.class);
    if (wanted.category() != null) {
      query.setParameter("category", wanted.category());
    }
    if (wanted.text() != null) {
      String literal = wanted.text().toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0");
      query.setParameter("text", "%" + literal + "%");
    }
    return query;
  }

  /** Some items with what they say. */
  List<Entry> entries(Collection<Item> items) {
    List<Long> ids =
        items.stream().map(item -> item.notification).filter(Objects::nonNull).toList();
    Map<Long, Content> contents =
        em.createQuery("from Content c where c.id in :ids", Content.class)
            .setParameter("ids", ids)
            .getResultStream()
            .collect(Collectors.toMap(content -> content.id, Function.identity()));
    return items.stream().map(item -> new Entry(item, contents.get(item.notification))).toList();
  }

  /** One item; null if there is none, or if it is out of sight for now. */
  @Nullable Entry entry(String user, long id) {
    Item item = em.find(Item.class, new Item.Key(user, id));
    return item == null || item.box == Box.GATHERING ? null : entries(List.of(item)).get(0);
  }

  /** What a digest entry holds, newest first. */
  List<Entry> held(String user, long digest, int limit) {
    return em.createQuery(
            ENTRY + " and i.box = :box and i.place = :digest order by i.key.id desc", Entry.class)
        .setParameter("user", user)
        .setParameter("box", Box.HELD)
        .setParameter("digest", digest)
        .setMaxResults(limit)
        .getResultList();
  }

  List<String> categories() {
    return em.createQuery("select c.name from Category c order by c.name", String.class)
        .setMaxResults(1_000)
        .getResultList();
  }
}
