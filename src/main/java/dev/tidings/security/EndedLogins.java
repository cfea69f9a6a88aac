package dev.tidings.security;

import dev.tidings.config.Settings;
import dev.tidings.events.Draft;
import dev.tidings.events.Event;
import dev.tidings.events.EventLog;
import dev.tidings.events.HubTopicReader;
import dev.tidings.events.HubTopics;
import dev.tidings.events.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Logins that are over before their time: those that an administrator revoked, and those that their
 * user has signed out of.
 *
 * <p>Liberty cannot take back a login that it gave, it only knows when each ends. So a revocation
 * holds for all logins of a user that began before it, and a sign-out for the one login that ends
 * in that millisecond. Both are events in the log: they survive a restart, and every node hears of
 * them. Safe for any thread.
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

  /** No login by cookie lasts longer, so no sign-out from before matters. */
  private static final Duration LONGEST = Duration.ofDays(7);

  private static final int MOST_USERS = 10_000_000;

  @Inject EventLog log;
  @Inject HubTopics topics;
  @Inject LoginCache cache;
  @Inject SignOuts signOuts;
  @Inject Settings settings;

  private final Map<String, Instant> revoked = new ConcurrentHashMap<>();
  private final Map<String, SignOut> signedOut = new ConcurrentHashMap<>();
  private final SignedOutLogins over = new SignedOutLogins(this::mostUsers);

  /**
   * A user has signed out, of whichever login.
   *
   * @param at when, by this node's clock
   * @param until when all that was under way then has ended
   */
  private record SignOut(Instant at, Instant until) {
    SignOut later(SignOut other) {
      return other.at.isAfter(at) ? other : this;
    }
  }

  /**
   * Learns what is in the log already. To be called where the tail begins to read, after it has
   * taken its place, so that nothing falls between the two.
   */
  @Override
  public void begin() {
    long head = log.head().position();
    readBack(TOPIC, head, KEPT, Integer.MAX_VALUE);
    readBack(SignOuts.TOPIC, head, LONGEST, mostUsers());
  }

  private void readBack(Topic topic, long head, Duration kept, int most) {
    Instant oldest = Instant.now().minus(kept);
    long upTo = head;
    for (int read = 0; read < most; read += PAGE) {
      List<Event> page = log.newest(topic, 0, upTo, PAGE, PAGE_BYTES).events();
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
    if (event.topic().equals(TOPIC)) {
      remember(event);
      forgetOld();
      cache.forget();
    } else if (event.topic().equals(SignOuts.TOPIC)) {
      remember(event);
      read(event, data -> endStreams(data.getString("user"), data));
    }
  }

  /**
   * A user has signed out of a login, on this node: it is refused from now on, and what is still on
   * its way to a stream of that user is to end, too. The other nodes are told.
   *
   * @param ends when the login would have ended, which names it; null if it was none by cookie:
   *     then streams end and nothing else
   * @return completed when the log has it, and so all nodes will hear of it; that may take until
   *     the database is there again
   */
  public CompletionStage<Void> signOut(String user, @Nullable Instant ends) {
    endStreams(user, Instant.now());
    if (ends != null) {
      over.add(user, ends);
    }
    return signOuts.add(user, ends);
  }

  /** The same where another application has signed the user of its current request out. */
  public void signOut(String user) {
    signOut(user, Login.of(user, settings).name());
  }

  /** It is elsewhere that the user has signed out; how long ago, no clock of another node tells. */
  private void endStreams(String user, JsonObject data) {
    if (!signOuts.ours(data.getString("by", ""))) {
      endStreams(user, Instant.now().minusMillis(data.getJsonNumber("age").longValue()));
    }
  }

  private void endStreams(String user, Instant at) {
    Instant now = Instant.now();
    signedOut.values().removeIf(then -> then.until().isBefore(now));
    signedOut.merge(user, new SignOut(at, now.plus(UNDER_WAY)), SignOut::later);
  }

  private int mostUsers() {
    return (int) settings.number("tidings.session.signed-out", 1_000, MOST_USERS);
  }

  /** Users and the moment before which their logins were revoked; those that still matter. */
  public Map<String, Instant> revocations() {
    forgetOld();
    return new TreeMap<>(revoked);
  }

  /** Whether any login of a user is; most often not, and then nobody need look further. */
  boolean any(String user) {
    return revoked.containsKey(user) || over.any(user);
  }

  /** Whether a login is, by its user or an administrator. */
  boolean contains(String user, Login login) {
    return revoked(user, login.began()) || signedOut(user, login);
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

  /** Whether the user has signed out of a login. */
  boolean signedOut(String user, Login login) {
    Instant name = login.name();
    return name != null && over.contains(user, name);
  }

  /** Whether a user has signed out, of whichever login, since a moment that is not long ago. */
  boolean signedOut(String user, Instant since) {
    SignOut then = signedOut.get(user);
    return then != null && !since.isAfter(then.at());
  }

  private void remember(Event event) {
    if (event.type().equals(REVOKED)) {
      read(event, data -> revoked.merge(data.getString("user"), event.at(), EndedLogins::later));
    } else if (event.type().equals(SignOuts.TYPE)) {
      read(event, data -> over(data.getString("user"), data.getJsonNumber("ends")));
    }
  }

  private void over(String user, @Nullable JsonNumber ends) {
    if (ends != null) {
      over.add(user, Instant.ofEpochMilli(ends.longValue()));
    }
  }

  /** Nothing that stands in the log may keep the tail from going on. */
  private static void read(Event event, Consumer<JsonObject> what) {
    try (JsonReader reader = Json.createReader(new StringReader(event.data()))) {
      what.accept(reader.readObject());
    } catch (RuntimeException unreadable) {
      LOG.log(
          Level.SEVERE,
          "What ended a login cannot be read, so it does not hold here: {0}",
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
