package dev.tidings.inbox;

import dev.tidings.events.Event;
import dev.tidings.events.EventLog;
import dev.tidings.inbox.Audience.Everyone;
import dev.tidings.inbox.Audience.Role;
import dev.tidings.inbox.Audience.Users;
import dev.tidings.problem.Body;
import dev.tidings.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Carries notifications from the log into inboxes, a transaction each: to those who are named, and
 * a broadcast to the next users. Each answers whether there may be more.
 */
@ApplicationScoped
@Transactional
class Rounds {
  private static final Logger LOG = Logger.getLogger(Rounds.class.getName());
  private static final long BYTES = 1 << 20;
  private static final int FORGOTTEN = 500;

  @Inject EventLog log;
  @Inject Turn turn;
  @Inject Inboxes inboxes;
  @Inject Delivery delivery;
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
    Progress progress = turn.take();
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
    Progress progress = turn.take();
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
      JsonObject json = Body.of(event.data()).json();
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
    Broadcast broadcast = turn.take() == null ? null : underWay();
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
    Broadcast broadcast = turn.take() == null ? null : underWay();
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

  /** What was said long ago and is in no inbox any more. */
  boolean forget() {
    if (turn.take() == null) {
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
}
