package dev.tidings.inbox;

import dev.tidings.events.Draft;
import dev.tidings.events.Event;
import dev.tidings.events.EventLog;
import dev.tidings.events.HubTopics;
import dev.tidings.inbox.Audience.Everyone;
import dev.tidings.inbox.Audience.Role;
import dev.tidings.inbox.Audience.Users;
import dev.tidings.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is done for all inboxes in the background, a transaction each: from the log to those who are
 * named, a broadcast to the next users, what is due by itself. Whoever has the lock of the one
 * progress row does it; the others find nothing to do. Each answers whether there may be more.
 */
@ApplicationScoped
@Transactional
class Rounds {
  private static final Logger LOG = Logger.getLogger(Rounds.class.getName());
  private static final long BYTES = 1 << 20;
  private static final int FORGOTTEN = 500;

  /** Jakarta Persistence has no name for it: rows that somebody else has locked are not there. */
  private static final int SKIP_LOCKED = -2;

  @Inject EventLog log;
  @Inject Inboxes inboxes;
  @Inject Delivery delivery;
  @Inject Announcer announcer;
  @Inject HubTopics topics;
  @Inject InboxConfig config;

  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  private record Sent(Event event, Notification notification) {}

  /**
   * From the log into the inboxes of those who are named; for others, a broadcast begins.
   *
   * @param most how many notifications
   */
  boolean deliver(int most) {
    Progress progress = progress();
    if (progress == null) {
      return false;
    }
    List<Sent> sent = new ArrayList<>();
    int users = 0;
    boolean any = false;
    for (Event event : next(progress, most)) {
      Notification notification = read(event);
      int named = notification == null ? 0 : named(notification.to());
      if (users > 0 && users + named > config.chunk()) {
        break;
      }
      users += named;
      if (notification != null) {
        sent.add(new Sent(event, notification));
      }
      progress.position = event.position();
      any = true;
    }
    Map<String, Long> joined = firstNamed(sent);
    Map<String, Inbox> to = inboxes.locked(joined.keySet(), joined::get);
    Instant now = Instant.now();
    for (Sent each : sent) {
      deliver(each, to, now);
    }
    return any;
  }

  private List<Event> next(Progress progress, int most) {
    long head = log.head().position();
    return log.after(List.of(InboxTopic.NOTIFICATIONS), progress.position, head, most, BYTES)
        .events();
  }

  private static int named(Audience to) {
    return to instanceof Users users ? users.names().size() : 0;
  }

  /** The next notification goes to nobody. */
  void passOver() {
    Progress progress = progress();
    if (progress != null) {
      next(progress, 1).forEach(event -> progress.position = event.position());
    }
  }

  /**
   * Who is named, and where for the first time: what was sent to everyone after that is for them.
   */
  private static Map<String, Long> firstNamed(List<Sent> sent) {
    Map<String, Long> first = new HashMap<>();
    for (Sent each : sent) {
      if (each.notification().to() instanceof Users users) {
        users.names().forEach(name -> first.putIfAbsent(name, each.event().position()));
      }
    }
    return first;
  }

  private void deliver(Sent sent, Map<String, Inbox> inboxes, Instant now) {
    Notification notification = sent.notification();
    Event event = sent.event();
    Content content = Content.of(event.position(), notification, event.at());
    em.persist(content);
    learn(content.category);
    Audience to = notification.to();
    if (to instanceof Users users) {
      delivery.deliver(content, users.names().stream().map(inboxes::get).toList(), now);
      return;
    }
    Broadcast broadcast = new Broadcast();
    broadcast.id = content.id;
    broadcast.role = to instanceof Role role ? role.name() : null;
    broadcast.later = to instanceof Everyone everyone && everyone.later();
    em.persist(broadcast);
  }

  private void learn(String category) {
    if (em.find(Category.class, category) == null) {
      em.persist(Category.of(category));
    }
  }

  /** Nothing that stands in the log may keep what comes after it from being delivered. */
  private static @Nullable Notification read(Event event) {
    try {
      JsonObject json = NotificationJson.object(event.data());
      return NotificationJson.read(json);
    } catch (Problem | IllegalArgumentException unreadable) {
      LOG.log(
          Level.SEVERE,
          "Notification {0} cannot be read and is delivered to nobody: {1}",
          new Object[] {event.position(), unreadable.getMessage()});
      return null;
    }
  }

  /**
   * The oldest broadcast that is not everywhere yet to some more users.
   *
   * @param most how many users
   */
  boolean broadcast(int most) {
    Broadcast broadcast = progress() == null ? null : underWay();
    if (broadcast == null) {
      return false;
    }
    int chunk = Math.min(most, config.chunk());
    List<String> names = next(broadcast, chunk);
    Content content = em.find(Content.class, broadcast.id);
    broadcast.done = names.size() < chunk || content == null;
    if (names.isEmpty() || content == null) {
      return true;
    }
    broadcast.reached = names.get(names.size() - 1);
    long before = before(broadcast);
    List<Inbox> to = new ArrayList<>();
    for (Inbox inbox : inboxes.locked(names, known -> 0).values()) {
      // Who has been here since has it already.
      boolean met = broadcast.role != null || broadcast.later || inbox.joined < broadcast.id;
      if (met && inbox.visited < broadcast.id) {
        to.add(inbox);
        // Who has seen all before it has seen all with it.
        inbox.visited = inbox.visited >= before ? broadcast.id : inbox.visited;
      }
    }
    delivery.deliver(content, to, Instant.now());
    return true;
  }

  private @Nullable Broadcast underWay() {
    return em.createQuery("from Broadcast b where b.done = false order by b.id", Broadcast.class)
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .orElse(null);
  }

  private long before(Broadcast broadcast) {
    return em.createQuery(
            "select coalesce(max(b.id), 0) from Broadcast b where b.id < :id", Long.class)
        .setParameter("id", broadcast.id)
        .getSingleResult();
  }

  /** The next user does not get the broadcast that is under way. */
  void passOverUser() {
    Broadcast broadcast = progress() == null ? null : underWay();
    if (broadcast != null) {
      next(broadcast, 1).forEach(name -> broadcast.reached = name);
    }
  }

  private List<String> next(Broadcast broadcast, int chunk) {
    if (broadcast.role == null) {
      return em.createQuery(
              "select i.user from Inbox i where i.user > :reached order by i.user", String.class)
          .setParameter("reached", broadcast.reached)
          .setMaxResults(chunk)
          .getResultList();
    }
    return em.createQuery(
            "select m.key.user from Membership m"
                + " where m.key.role = :role and m.key.user > :reached"
                + " order by m.key.role, m.key.user",
            String.class)
        .setParameter("role", broadcast.role)
        .setParameter("reached", broadcast.reached)
        .setMaxResults(chunk)
        .getResultList();
  }

  /**
   * Snoozed ones come back, digests are complete, the expired go.
   *
   * @param most how many items
   */
  boolean wake(int most) {
    if (progress() == null) {
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

  private List<Item.Key> due(Instant now, int most) {
    return em.createQuery(
            "select i.key from Item i where i.due <= :now order by i.due", Item.Key.class)
        .setParameter("now", now)
        .setMaxResults(most)
        .getResultList();
  }

  /** The next item that is due stays as it is. */
  void passOverItem() {
    if (progress() == null) {
      return;
    }
    for (Item.Key key : due(Instant.now(), 1)) {
      em.createQuery("update Item i set i.due = null where i.key = :key")
          .setParameter("key", key)
          .executeUpdate();
    }
  }

  private void wake(Inbox inbox, List<Item.Key> keys, Instant now) {
    List<Long> gone = new ArrayList<>();
    for (Item.Key key : keys) {
      Item item = em.find(Item.class, key);
      // It may have changed before we had the lock.
      if (item != null && item.due != null && !item.due.isAfter(now)) {
        wake(inbox, item, now, gone);
      }
    }
    if (!gone.isEmpty()) {
      inbox.version++;
      announcer.removed(inbox, gone);
    }
  }

  private void wake(Inbox inbox, Item item, Instant now, List<Long> gone) {
    if (item.expired(now)) {
      drop(inbox, item, gone);
    } else if (item.box == Box.SNOOZED) {
      delivery.surface(inbox, item, content(item), now);
    } else if (item.box == Box.GATHERING) {
      complete(inbox, item, now);
    } else {
      drop(inbox, item, gone);
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

  private void drop(Inbox inbox, Item item, List<Long> gone) {
    if (item.box == Box.HELD) {
      Item digest = em.find(Item.class, new Item.Key(inbox.user, item.place));
      em.remove(item);
      if (digest != null && --digest.held == 0) {
        drop(inbox, digest, gone);
      }
      return;
    }
    if (item.isDigest()) {
      em.createQuery(
              "delete from Item i where i.key.user = :user and i.box = :box and i.place = :digest")
          .setParameter("user", inbox.user)
          .setParameter("box", Box.HELD)
          .setParameter("digest", item.id())
          .executeUpdate();
    }
    gone.add(item.id());
    inbox.drop(item);
    em.remove(item);
  }

  /**
   * What was to be sent at a moment that has come.
   *
   * @param most how many
   */
  boolean send(int most) {
    if (progress() == null) {
      return false;
    }
    List<Scheduled> due = scheduled(most);
    for (Scheduled scheduled : due) {
      Notification notification =
          NotificationJson.read(NotificationJson.object(scheduled.notification));
      List<Draft> drafts = Notifications.drafts(notification, scheduled.sender);
      topics.publish(InboxTopic.NOTIFICATIONS, drafts);
      em.remove(scheduled);
    }
    return !due.isEmpty();
  }

  private List<Scheduled> scheduled(int most) {
    return em.createQuery("from Scheduled s where s.due <= :now order by s.due", Scheduled.class)
        .setParameter("now", Instant.now())
        .setMaxResults(most)
        .getResultList();
  }

  /** The next one that is due will not be sent. */
  void passOverScheduled() {
    if (progress() != null) {
      scheduled(1).forEach(em::remove);
    }
  }

  /** What was said long ago and is in no inbox any more. */
  boolean forget() {
    if (progress() == null) {
      return false;
    }
    Instant before = Instant.now().minus(config.kept());
    List<Long> ids =
        em.createQuery(
                "select c.id from Content c where c.sentAt < :before"
                    + " and not exists (select 1 from Item i where i.notification = c.id)",
                Long.class)
            .setParameter("before", before)
            .setMaxResults(FORGOTTEN)
            .getResultList();
    if (!ids.isEmpty()) {
      em.createQuery("delete from Broadcast b where b.id in :ids")
          .setParameter("ids", ids)
          .executeUpdate();
      em.createQuery("delete from Content c where c.id in :ids")
          .setParameter("ids", ids)
          .executeUpdate();
    }
    return ids.size() == FORGOTTEN;
  }

  private @Nullable Progress progress() {
    return em.createQuery("from Progress p", Progress.class)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .setHint("jakarta.persistence.lock.timeout", SKIP_LOCKED)
        .getResultStream()
        .findFirst()
        .orElse(null);
  }
}
