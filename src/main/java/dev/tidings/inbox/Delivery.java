package dev.tidings.inbox;

import dev.tidings.inbox.ItemJson.Entry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts a notification into inboxes, as each user wishes. Inside the caller's transaction, which has
 * the locks of the inboxes.
 */
@ApplicationScoped
@Transactional(TxType.MANDATORY)
class Delivery {
  @Inject Inboxes inboxes;
  @Inject Announcer announcer;
  @Inject InboxConfig config;
  @Inject Post post;

  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  /** What is done for one notification, which is the same for all its users. */
  private record Round(Content content, Instant now, Duration kept, boolean required) {}

  /** To some users, whose inboxes are locked. */
  void deliver(Content content, Collection<Inbox> to, Instant now) {
    if (content.expired(now) || to.isEmpty()) {
      return;
    }
    List<String> users = to.stream().map(inbox -> inbox.user).toList();
    Map<String, Map<String, Preference>> wishes = inboxes.wishes(users, content.category);
    Map<String, Item> earlier = earlier(content, users);
    Round round =
        new Round(content, now, config.kept(), config.required().contains(content.category));
    for (Inbox inbox : to) {
      Map<String, Preference> own = wishes.getOrDefault(inbox.user, Map.of());
      Preference wish = Preference.among(own, content.category);
      if (wish != null && !wish.inApp && !round.required()) {
        continue;
      }
      Item before = earlier.get(inbox.user);
      if (before != null) {
        // A broadcast may be slower than what was sent after it to some by name.
        if (before.notification == null || before.notification < content.id) {
          update(round, inbox, before, wish);
        }
      } else {
        add(round, inbox, wish);
      }
    }
  }

  private Map<String, Item> earlier(Content content, List<String> users) {
    if (content.dedupeKey == null) {
      return Map.of();
    }
    return em.createQuery(
            "from Item i where i.key.user in :users and i.dedupeKey = :key", Item.class)
        .setParameter("users", users)
        .setParameter("key", content.dedupeKey)
        .getResultStream()
        .collect(Collectors.toMap(item -> item.key.user(), Function.identity()));
  }

  /** Out of sight it stays where it is, with what is said now. */
  private void update(Round round, Inbox inbox, Item item, @Nullable Preference wish) {
    Content content = round.content();
    item.notification = content.id;
    item.category = content.category;
    item.expiresAt = content.expiresAt;
    if (item.box == Box.HELD && released(inbox, item)) {
      item.unreadAt = 0;
      item.unseenAt = 0;
      place(round, inbox, item, wish);
    } else if (inbox.shows(item) || inbox.archived(item)) {
      surface(round, inbox, item, wish);
    } else {
      inbox.settle(item, round.kept());
    }
  }

  /** Whether the digest that holds it has come up, and is left by it now. */
  private boolean released(Inbox inbox, Item item) {
    Item digest = holder(item);
    if (digest != null && digest.box == Box.GATHERING) {
      return false;
    }
    leave(inbox, digest);
    item.box = Box.ARCHIVED;
    return true;
  }

  private @Nullable Item holder(Item held) {
    return em.find(Item.class, new Item.Key(held.key.user(), held.place));
  }

  /** One of what a digest holds is gone; with the last one it goes itself. */
  private void leave(Inbox inbox, @Nullable Item digest) {
    if (digest == null) {
      return;
    }
    digest.held--;
    if (digest.held == 0) {
      drop(inbox, digest);
    } else if (digest.box != Box.GATHERING) {
      inbox.version++;
      announcer.changed(inbox, List.of(digest));
    }
  }

  /** Takes an item away, with all that it holds, and out of the counts. */
  void drop(Inbox inbox, Item item) {
    if (item.box == Box.HELD) {
      Item digest = holder(item);
      em.remove(item);
      leave(inbox, digest);
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
    inbox.drop(item);
    em.remove(item);
    announcer.removed(inbox, List.of(item.id()));
  }

  private void add(Round round, Inbox inbox, @Nullable Preference wish) {
    Content content = round.content();
    Item item = new Item();
    item.key = new Item.Key(inbox.user, content.id);
    item.notification = content.id;
    item.category = content.category;
    item.dedupeKey = content.dedupeKey;
    item.expiresAt = content.expiresAt;
    item.arrivedAt = round.now();
    place(round, inbox, item, wish);
    em.persist(item);
  }

  private void place(Round round, Inbox inbox, Item item, @Nullable Preference wish) {
    if (wish != null && wish.digestMinutes > 0) {
      hold(round, inbox, item, Duration.ofMinutes(wish.digestMinutes));
    } else {
      surface(round, inbox, item, wish);
    }
  }

  private void hold(Round round, Inbox inbox, Item item, Duration window) {
    Item digest = gathering(inbox.user, item.category);
    if (digest == null) {
      digest = new Item();
      digest.key = new Item.Key(inbox.user, -round.content().id);
      digest.category = item.category;
      digest.box = Box.GATHERING;
      digest.arrivedAt = round.now();
      digest.due = round.now().plus(window);
      em.persist(digest);
    }
    digest.held++;
    item.box = Box.HELD;
    item.place = digest.id();
    inbox.settle(item, round.kept());
  }

  private @Nullable Item gathering(String user, String category) {
    return em.createQuery(
            "from Item i where i.key.user = :user and i.category = :category and i.box = :box",
            Item.class)
        .setParameter("user", user)
        .setParameter("category", category)
        .setParameter("box", Box.GATHERING)
        .getResultStream()
        .findFirst()
        .orElse(null);
  }

  private void surface(Round round, Inbox inbox, Item item, @Nullable Preference wish) {
    inbox.surface(item, round.now(), round.kept());
    announce(inbox, new Entry(item, round.content()), wish, round.now());
  }

  /** Something else than a new notification has come up, such as a digest. */
  void surface(Inbox inbox, Item item, @Nullable Content content, Instant now) {
    inbox.surface(item, now, config.kept());
    Map<String, Preference> own =
        inboxes.wishes(List.of(inbox.user), item.category).getOrDefault(inbox.user, Map.of());
    Preference wish = Preference.among(own, item.category);
    announce(inbox, new Entry(item, content), wish, now);
  }

  private void announce(Inbox inbox, Entry entry, @Nullable Preference wish, Instant now) {
    announcer.surfaced(inbox, entry, inbox.quiet().at(now));
    // Who has never been here may be nobody at all.
    boolean known = !inbox.roles.isEmpty();
    if (known
        && inbox.mailDue == null
        && (wish == null || wish.mail)
        && post.canReach(inbox.user)) {
      inbox.mailDue = now.plus(config.mailAfter());
    }
  }
}
