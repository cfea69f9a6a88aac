package dev.tidings.security;

import dev.tidings.events.Draft;
import dev.tidings.events.Event;
import dev.tidings.events.EventLog;
import dev.tidings.events.HubTopicReader;
import dev.tidings.events.HubTopics;
import dev.tidings.events.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Logins that are over before their time: those that an administrator revoked, and those that their
 * user has just signed out of.
 *
 * <p>Liberty cannot take back a login that it gave, it only knows when each ends. So a revocation
 * holds for all logins of a user that began before it. It is an event in the log: it survives a
 * restart, and every node hears of it. Safe for any thread.
 */
@ApplicationScoped
public class EndedLogins implements HubTopicReader {
  private static final Logger LOG = Logger.getLogger(EndedLogins.class.getName());

  /** Where revocations are in the log. No rule lets anybody read or write it. */
  public static final Topic TOPIC = Topic.ofHub("revocations");

  private static final String REVOKED = "revoked";
  private static final int PAGE = 1_000;
  private static final long PAGE_BYTES = 1 << 20;

  /** How long a request that began before a sign-out may take to open its stream. */
  private static final Duration UNDER_WAY = Duration.ofMinutes(1);

  /** No login, by cookie or by token, is taken to last longer. */
  private static final Duration KEPT = Duration.ofDays(30);

  @Inject EventLog log;
  @Inject HubTopics topics;
  @Inject LoginCache cache;

  private final Map<String, Instant> revoked = new ConcurrentHashMap<>();
  private final Map<String, Instant> signedOut = new ConcurrentHashMap<>();

  /**
   * Learns what is in the log already. To be called where the tail begins to read, after it has
   * taken its place, so that nothing falls between the two.
   */
  @Override
  public void begin() {
    Instant oldest = Instant.now().minus(KEPT);
    long upTo = log.head().position();
    while (true) {
      List<Event> page = log.newest(TOPIC, 0, upTo, PAGE, PAGE_BYTES).events();
      page.forEach(this::remember);
      forgetOld();
      if (page.isEmpty() || page.get(page.size() - 1).at().isBefore(oldest)) {
        return;
      }
      upTo = page.get(page.size() - 1).position() - 1;
    }
  }

  /** Ends all logins that a user has at this moment. */
  public void revoke(String user) {
    topics.publish(TOPIC, Draft.of(REVOKED, Map.of("user", user)));
    // This node need not wait for its tail.
    revoked.merge(user, Instant.now(), EndedLogins::later);
    cache.forget();
  }

  @Override
  public void learn(Event event) {
    if (!event.topic().equals(TOPIC)) {
      return;
    }
    remember(event);
    forgetOld();
    cache.forget();
  }

  /** A user has signed out: what is still on its way to a stream of that user is to end, too. */
  public void signOut(String user) {
    Instant now = Instant.now();
    signedOut.values().removeIf(then -> then.isBefore(now.minus(UNDER_WAY)));
    signedOut.put(user, now);
  }

  /** Users and the moment before which their logins were revoked; those that still matter. */
  public Map<String, Instant> revocations() {
    forgetOld();
    return new TreeMap<>(revoked);
  }

  /** Whether any login of a user was; most often not, and then nobody need look further. */
  boolean anyRevoked(String user) {
    return revoked.containsKey(user);
  }

  /**
   * Whether a login was revoked.
   *
   * @param began when the user signed in; null where nobody can tell, which counts as before
   */
  boolean revoked(String user, @Nullable Instant began) {
    Instant then = revoked.get(user);
    return then != null && (began == null || !began.isAfter(then));
  }

  /** Whether a user has signed out since a moment that is not long ago. */
  boolean signedOut(String user, Instant since) {
    Instant then = signedOut.get(user);
    return then != null && !since.isAfter(then);
  }

  /** Nothing that stands in the log may keep the tail from going on. */
  private void remember(Event event) {
    if (!event.type().equals(REVOKED)) {
      return;
    }
    try (JsonReader reader = Json.createReader(new StringReader(event.data()))) {
      JsonObject data = reader.readObject();
      revoked.merge(data.getString("user"), event.at(), EndedLogins::later);
    } catch (RuntimeException unreadable) {
      LOG.log(
          Level.SEVERE,
          "A revocation cannot be read, so it does not hold here: {0}",
          unreadable.toString());
    }
  }

  /** All logins from before have ended by themselves. */
  private void forgetOld() {
    Instant oldest = Instant.now().minus(KEPT);
    revoked.values().removeIf(then -> then.isBefore(oldest));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
