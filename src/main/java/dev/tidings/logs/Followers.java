package dev.tidings.logs;

import dev.tidings.events.Draft;
import dev.tidings.events.LiveTopics;
import dev.tidings.events.Publisher;
import dev.tidings.events.Topic;
import dev.tidings.stream.AudienceBegan;
import dev.tidings.stream.AudienceEnded;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The files that are followed: each while somebody listens or has just asked for its lines, on a
 * thread of its own. All state is guarded by this; safe for any thread.
 */
@ApplicationScoped
class Followers {
  private static final Logger LOG = Logger.getLogger(Followers.class.getName());
  private static final long TEND_MILLIS = 500;
  private static final long LEAVE_MILLIS = 2_000;

  /** A complaint is a line of the log, which may be the very file that it is about. */
  private static final long COMPLAIN_NANOS = Duration.ofMinutes(10).toNanos();

  private record Running(Follower follower, Thread thread) {}

  @Inject AllowedFiles files;
  @Inject LogsConfig config;
  @Inject Masks masks;
  @Inject LiveTopics topics;
  @Inject Publisher publisher;
  @Resource ManagedThreadFactory threads;
  @Resource ManagedScheduledExecutorService scheduler;

  private final Map<LogFile, Running> running = new HashMap<>();

  /** Topics that somebody listens to. */
  private final Set<Topic> heard = new HashSet<>();

  /** When a file was last wanted, by {@link System#nanoTime}. */
  private final Map<LogFile, Long> wanted = new HashMap<>();

  private final Map<LogFile, Long> complained = new HashMap<>();
  private @Nullable Future<?> tending;
  private boolean stopped;

  synchronized void start(@Observes Startup started) {
    tending =
        scheduler.scheduleWithFixedDelay(
            this::tend, TEND_MILLIS, TEND_MILLIS, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes Shutdown stopping) {
    List<Running> all;
    synchronized (this) {
      stopped = true;
      if (tending != null) {
        tending.cancel(true);
      }
      all = List.copyOf(running.values());
      running.clear();
    }
    // Beans are gone after this: nothing may run on.
    all.forEach(each -> end(each, true));
  }

  synchronized void began(@Observes AudienceBegan began) {
    // Whether it is that of a file may change while it is listened to.
    if (began.topic().path().startsWith("logs/")) {
      heard.add(began.topic());
      tend();
    }
  }

  synchronized void ended(@Observes AudienceEnded ended) {
    heard.remove(ended.topic());
  }

  /** The follower of a file, which is wanted from now on for a while. */
  synchronized Follower of(LogFile file) {
    wanted.put(file, System.nanoTime());
    Running now = running.get(file);
    return now == null || !now.thread().isAlive() ? begin(file) : now.follower();
  }

  /**
   * Every so often: the configuration may name other files, the server may log elsewhere, a
   * follower may have failed, and nobody may want one any more.
   */
  private synchronized void tend() {
    if (stopped || (heard.isEmpty() && running.isEmpty())) {
      return;
    }
    try {
      List<LogFile> allowed = files.all();
      for (LogFile file : allowed) {
        if (heard.contains(file.topic())) {
          of(file);
        }
      }
      long now = System.nanoTime();
      long linger = config.linger().toNanos();
      for (Iterator<LogFile> each = running.keySet().iterator(); each.hasNext(); ) {
        LogFile file = each.next();
        if (!allowed.contains(file) || now - wanted.getOrDefault(file, now) > linger) {
          end(running.get(file), false);
          each.remove();
          wanted.remove(file);
        }
      }
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.FINE, "Log files are looked after at the next look.", failure);
    }
  }

  private Follower begin(LogFile file) {
    Follower follower =
        new Follower(
            file,
            config,
            masks::current,
            draft -> publish(file.topic(), draft),
            failure -> complain(file, failure));
    Thread thread = threads.newThread(follower);
    if (!stopped) {
      thread.start();
      running.put(file, new Running(follower, thread));
    }
    return follower;
  }

  /** Lines are for those who listen: where the topic is of another kind, nothing is stored. */
  private void publish(Topic topic, Draft draft) {
    if (topics.kind(topic) == LiveTopics.Kind.WINDOWED) {
      publisher.publish(topic, draft);
    }
  }

  private synchronized void complain(LogFile file, Throwable failure) {
    long now = System.nanoTime();
    Long last = complained.get(file);
    if (last == null || now - last > COMPLAIN_NANOS) {
      complained.put(file, now);
      LOG.log(
          Level.WARNING,
          "The log file " + file.path() + " cannot be followed; it is tried again.",
          failure);
    }
  }

  private static void end(@Nullable Running leaving, boolean wait) {
    if (leaving == null) {
      return;
    }
    leaving.follower().stop();
    leaving.thread().interrupt();
    if (wait) {
      try {
        leaving.thread().join(LEAVE_MILLIS);
      } catch (InterruptedException hurry) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
