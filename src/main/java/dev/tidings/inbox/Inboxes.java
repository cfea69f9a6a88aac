package dev.tidings.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The inboxes by the names of their users, locked until the end of the caller's transaction. */
@ApplicationScoped
@Transactional(TxType.MANDATORY)
class Inboxes {
  /** Jakarta Persistence has no name for it: rows that somebody else has locked are not there. */
  static final int SKIP_LOCKED = -2;

  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  /**
   * Those of some users; who has none gets one.
   *
   * @param joined where in the log the hub met them
   */
  Map<String, Inbox> locked(Collection<String> users, ToLongFunction<String> joined) {
    // All who lock several do so in one order, so that none waits for another in a circle.
    List<String> sorted = users.stream().sorted().distinct().toList();
    Map<String, Inbox> inboxes =
        em.createQuery("from Inbox i where i.user in :users order by i.user", Inbox.class)
            .setParameter("users", sorted)
            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
            .getResultStream()
            .collect(
                Collectors.toMap(
                    inbox -> inbox.user, Function.identity(), (a, b) -> a, TreeMap::new));
    for (String user : sorted) {
      if (!inboxes.containsKey(user)) {
        Inbox inbox = Inbox.of(user, joined.applyAsLong(user));
        em.persist(inbox);
        inboxes.put(user, inbox);
      }
    }
    return inboxes;
  }

  /**
   * That of one user.
   *
   * @param joined where the log is now, if this is the first time
   */
  Inbox locked(String user, long joined) {
    Inbox inbox = em.find(Inbox.class, user, LockModeType.PESSIMISTIC_WRITE);
    if (inbox == null) {
      inbox = Inbox.of(user, joined);
      em.persist(inbox);
      // A second request of the same user fails here, and not when all is done.
      em.flush();
    }
    return inbox;
  }

  /** All that a user wishes, by category. */
  Map<String, Preference> wishes(String user) {
    return em.createQuery("from Preference p where p.key.user = :user", Preference.class)
        .setParameter("user", user)
        .getResultStream()
        .collect(
            Collectors.toMap(Preference::category, Function.identity(), (a, b) -> a, TreeMap::new));
  }

  /** What users wish for a category, by user and category. */
  Map<String, Map<String, Preference>> wishes(Collection<String> users, String category) {
    return em.createQuery(
            "from Preference p where p.key.user in :users and p.key.category in :categories",
            Preference.class)
        .setParameter("users", users)
        .setParameter("categories", List.of(category, Preference.REST))
        .getResultStream()
        .sorted(Comparator.comparing(Preference::category))
        .collect(
            Collectors.groupingBy(
                wish -> wish.key.user(),
                Collectors.toMap(Preference::category, Function.identity())));
  }
}
