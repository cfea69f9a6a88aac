package dev.tidings.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The statements of {@link Post}, a transaction each. */
@ApplicationScoped
@Transactional
class MailRounds {
  private static final int USERS = 200;
  private static final int TITLES = 20;
  private static final int COUNTED = 500;

  /** Until then the node that has claimed a letter has sent it, or is not there any more. */
  private static final Duration CLAIM = Duration.ofMinutes(5);

  /** Well before any node would write to somebody who is here, which only this one knows. */
  private static final Duration AHEAD = Duration.ofSeconds(30);

  @Inject Inboxes inboxes;
  @Inject InboxConfig config;

  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  /** A user has closed the last page with the inbox. */
  void left(String user) {
    Inbox inbox = em.find(Inbox.class, user, LockModeType.PESSIMISTIC_WRITE);
    if (inbox != null) {
      inbox.hereAt = Instant.now();
    }
  }

  /** Whoever is here gets none. */
  void spare(List<String> here) {
    Instant now = Instant.now();
    Duration after = config.mailAfter();
    Duration ahead = AHEAD.compareTo(after) < 0 ? AHEAD : Duration.ZERO;
    for (int from = 0; from < here.size(); from += USERS) {
      List<String> some = here.subList(from, Math.min(from + USERS, here.size()));
      List<String> due =
          em.createQuery(
                  "select i.user from Inbox i where i.mailDue <= :when and i.user in :here",
                  String.class)
              .setParameter("when", now.plus(ahead))
              .setParameter("here", some)
              .getResultList();
      for (String user : due) {
        Inbox inbox = locked(user);
        if (inbox != null) {
          inbox.hereAt = now;
          inbox.mailDue = now.plus(after);
        }
      }
    }
  }

  /**
   * A letter that is due, claimed for a while; those that prove needless are put off or forgotten.
   */
  Optional<Letter> claim(Predicate<String> isHere, UnaryOperator<String> addresses) {
    Instant now = Instant.now();
    for (String user : due(now)) {
      Inbox inbox = locked(user);
      if (inbox != null && inbox.mailDue != null && !inbox.mailDue.isAfter(now)) {
        inbox.hereAt = isHere.test(user) ? now : inbox.hereAt;
        inbox.mailDue = later(inbox, now);
        Letter letter = inbox.mailDue == null ? letter(inbox, addresses.apply(user)) : null;
        if (letter != null) {
          inbox.mailDue = now.plus(CLAIM);
          return Optional.of(letter);
        }
      }
    }
    return Optional.empty();
  }

  /** It could not be sent now. */
  void putOff(Letter letter) {
    Inbox inbox = em.find(Inbox.class, letter.user(), LockModeType.PESSIMISTIC_WRITE);
    if (inbox != null) {
      Duration after = config.mailAfter();
      inbox.mailDue = Instant.now().plus(after.compareTo(CLAIM) < 0 ? after : CLAIM);
    }
  }

  /** It was sent, or never will be. */
  void done(Letter letter) {
    Inbox inbox = em.find(Inbox.class, letter.user(), LockModeType.PESSIMISTIC_WRITE);
    if (inbox != null) {
      inbox.mailed = letter.version();
      boolean more = inbox.version > letter.version() && inbox.unseen > 0;
      inbox.mailDue = more ? Instant.now().plus(config.mailAfter()) : null;
    }
  }

  /** When to look again; null for now. */
  private @Nullable Instant later(Inbox inbox, Instant now) {
    Instant here = inbox.hereAt;
    if (here != null && here.plus(config.mailAfter()).isAfter(now)) {
      return here.plus(config.mailAfter());
    }
    return inbox.quiet().at(now) ? inbox.quiet().end(now) : null;
  }

  private List<String> due(Instant when) {
    return em.createQuery(
            "select i.user from Inbox i where i.mailDue <= :when order by i.mailDue", String.class)
        .setParameter("when", when)
        .setMaxResults(USERS)
        .getResultList();
  }

  private @Nullable Inbox locked(String user) {
    return em.createQuery("from Inbox i where i.user = :user", Inbox.class)
        .setParameter("user", user)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .setHint("jakarta.persistence.lock.timeout", Inboxes.SKIP_LOCKED)
        .getResultStream()
        .findFirst()
        .orElse(null);
  }

  /** Null where there is nothing to tell. */
  private @Nullable Letter letter(Inbox inbox, String address) {
    if (inbox.unseen == 0 || address.isEmpty()) {
      return null;
    }
    Map<String, Preference> wishes = inboxes.wishes(inbox.user);
    List<Item> items =
        em.createQuery(
                "from Item i where i.key.user = :user and i.unreadAt > :read"
                    + " order by i.key.user desc, i.unreadAt desc",
                Item.class)
            .setParameter("user", inbox.user)
            .setParameter("read", inbox.readAll)
            .setMaxResults(COUNTED)
            .getResultStream()
            .filter(item -> inbox.unseen(item) && item.unseenAt > inbox.mailed)
            .filter(item -> wanted(wishes, item.category))
            .toList();
    if (items.isEmpty()) {
      return null;
    }
    List<String> titles = items.stream().limit(TITLES).map(this::title).toList();
    return new Letter(inbox.user, address, inbox.version, titles, items.size() - titles.size());
  }

  private static boolean wanted(Map<String, Preference> wishes, String category) {
    Preference wish = Preference.among(wishes, category);
    return wish == null || wish.mail;
  }

  private String title(Item item) {
    Content content = item.notification == null ? null : em.find(Content.class, item.notification);
    return content == null ? item.held + " new in " + item.category : content.title;
  }
}
