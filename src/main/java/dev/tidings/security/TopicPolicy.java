package dev.tidings.security;

import dev.tidings.config.Settings;
import dev.tidings.events.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Who may read and write which topics, by the rules in {@code tidings.topics.rules}. The first rule
 * whose pattern fits a topic holds for it; a topic that none fits is nobody's. Rules that cannot be
 * read allow nothing, and open streams end. Safe for any thread.
 */
@ApplicationScoped
public class TopicPolicy {
  private static final Logger LOG = Logger.getLogger(TopicPolicy.class.getName());

  /** Between two looks into the configuration for streams, which ask for every write. */
  private static final long LOOK_NANOS = 50_000_000L;

  private record Rules(String text, List<TopicRule> rules, boolean readable) {}

  @Inject Settings settings;
  @Inject EndedLogins ended;
  @Inject @Any Instance<TopicOwner> owners;

  private volatile Rules current = new Rules("", List.of(), true);
  private volatile int revision;
  private volatile long looked = System.nanoTime();

  /** Whether the caller may listen to a topic and page through its history. */
  public boolean mayRead(Topic topic, Caller caller) {
    return rule(topic).filter(rule -> rule.mayRead(topic, caller, this::ownerOf)).isPresent();
  }

  /** Whether the caller may publish to a topic and clear it. */
  public boolean mayWrite(Topic topic, Caller caller) {
    return rule(topic).filter(rule -> rule.mayWrite(topic, caller, this::ownerOf)).isPresent();
  }

  /** Whether the rules can be read. While they cannot, nobody may do anything. */
  public boolean readable() {
    return rules().readable();
  }

  /**
   * What the user of the current request may read from now on.
   *
   * @throws NullPointerException if nobody is signed in
   */
  public Permit permit(SecurityContext security) {
    return new Granted(this, ended, Caller.of(security), Instant.now(), Login.current(settings));
  }

  /** Counts the changes of the rules, at most 50 ms late. */
  int revision() {
    long now = System.nanoTime();
    if (now - looked > LOOK_NANOS) {
      looked = now;
      rules();
    }
    return revision;
  }

  private record Granted(
      TopicPolicy policy, EndedLogins logins, Caller caller, Instant since, Login login)
      implements Permit {
    @Override
    public String user() {
      return caller.name();
    }

    @Override
    public boolean mayRead(Topic topic) {
      return policy.mayRead(topic, caller);
    }

    @Override
    public int revision() {
      return policy.revision();
    }

    @Override
    public @Nullable Instant expires() {
      return login.ends();
    }

    @Override
    public @Nullable End ended() {
      if (logins.revoked(user(), login.began())) {
        return End.REVOKED;
      }
      if (logins.signedOut(user(), since) || logins.signedOut(user(), login)) {
        return End.SIGNED_OUT;
      }
      Instant expires = expires();
      return expires == null || Instant.now().isBefore(expires) ? null : End.EXPIRED;
    }
  }

  private @Nullable String ownerOf(Topic topic) {
    return owners.stream()
        .map(owner -> owner.ownerOf(topic))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private Optional<TopicRule> rule(Topic topic) {
    return topic.isOfHub()
        ? Optional.empty()
        : rules().rules().stream().filter(rule -> rule.pattern().fits(topic)).findFirst();
  }

  private Rules rules() {
    String text = settings.text("tidings.topics.rules");
    Rules known = current;
    return known.text().equals(text) ? known : read(text);
  }

  private synchronized Rules read(String text) {
    if (!current.text().equals(text)) {
      current = parse(text);
      revision++;
    }
    return current;
  }

  private static Rules parse(String text) {
    try {
      return new Rules(text, TopicRule.parse(text), true);
    } catch (IllegalArgumentException malformed) {
      LOG.log(
          Level.SEVERE,
          "Nobody may read or write any topic until tidings.topics.rules is mended: {0}",
          malformed.getMessage());
      return new Rules(text, List.of(), false);
    }
  }
}
