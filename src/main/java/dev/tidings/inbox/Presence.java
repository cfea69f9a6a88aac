package dev.tidings.inbox;

import dev.tidings.stream.AudienceBegan;
import dev.tidings.stream.AudienceEnded;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Who has the inbox on a page, at this node. Safe for any thread. */
@ApplicationScoped
class Presence {
  private static final Logger LOG = Logger.getLogger(Presence.class.getName());

  @Inject MailRounds rounds;

  /** Bounded by the streams of this node. */
  private final Set<String> here = ConcurrentHashMap.newKeySet();

  /** All of them, as of now. */
  List<String> here() {
    return List.copyOf(here);
  }

  boolean isHere(String user) {
    return here.contains(user);
  }

  void came(@Observes AudienceBegan began) {
    InboxTopic.userOf(began.topic()).ifPresent(here::add);
  }

  void left(@Observes AudienceEnded ended) {
    Optional<String> user = InboxTopic.userOf(ended.topic());
    if (user.filter(here::remove).isPresent()) {
      try {
        rounds.left(user.get());
      } catch (PersistenceException later) {
        LOG.log(Level.FINE, "When a user left was not written down.", later);
      }
    }
  }
}
