package dev.tidings.cluster;

import dev.tidings.events.LiveEvent;
import dev.tidings.events.LiveTopics;
import dev.tidings.events.Published;
import dev.tidings.events.Topic;
import dev.tidings.stream.Elsewhere;
import dev.tidings.stream.ListenersHere;
import dev.tidings.stream.LiveAppended;
import dev.tidings.stream.Streams;
import jakarta.annotation.Priority;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the other nodes what happens on this one, and the hub what happens there: that something
 * was committed, and the live events of topics that somebody there listens to. Where there is no
 * {@link Signal} it does nothing. Safe for any thread.
 */
@Singleton
public class Relay implements Signal.Ear {
  private static final Logger LOG = Logger.getLogger(Relay.class.getName());
  private static final long BATCH_BYTES = 256 << 10;
  private static final long LEAVE_MILLIS = 2_000;

  /** Longer than events take by the way of the broker, and shorter than anybody would notice. */
  private static final Duration ON_THE_WAY = Duration.ofMillis(50);

  private final ClusterConfig config;
  private final LiveTopics liveTopics;
  private final Elsewhere elsewhere;
  private final Streams streams;
  private final ManagedThreadFactory threads;
  private final Signals signals;

  private final Outbox outbox = new Outbox();
  private final Interest interest = new Interest();
  private final Neighbours neighbours;

  /** What nodes that have begun to listen do not have yet. */
  private final Queue<Newcomer> newcomers = new ConcurrentLinkedQueue<>();

  private volatile @Nullable Signal signal;
  private volatile boolean stopped;
  private @Nullable Thread teller;
  private volatile boolean overflowing;

  private record Newcomer(String run, Topic topic) {}

  @Inject
  Relay(
      ClusterConfig config,
      LiveTopics liveTopics,
      Elsewhere elsewhere,
      Streams streams,
      ManagedThreadFactory threads,
      Signals signals) {
    this.config = config;
    this.liveTopics = liveTopics;
    this.elsewhere = elsewhere;
    this.streams = streams;
    this.threads = threads;
    this.signals = signals;
    this.neighbours =
        new Neighbours(
            new Neighbours.News() {
              @Override
              public void begun(String run, Topic topic) {
                newcomers.add(new Newcomer(run, topic));
              }

              @Override
              public void heard(Topic topic, boolean any) {
                elsewhere.heard(topic, any);
              }
            });
  }

  void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) Startup started) {
    Signal found = signals.find();
    if (found == null) {
      return;
    }
    signal = found;
    if (found.carriesEvents()) {
      elsewhere.toldWithin(ON_THE_WAY);
    }
    found.open(this);
    Thread thread = threads.newThread(this::tell);
    teller = thread;
    thread.start();
  }

  void stop(@Observes Shutdown stopping) throws InterruptedException {
    stopped = true;
    Thread thread = teller;
    Signal way = signal;
    signal = null;
    if (thread != null && way != null) {
      thread.join(LEAVE_MILLIS);
      way.close();
    }
  }

  // ---- what happens here

  void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) Published published) {
    Signal way = signal;
    if (way == null) {
      return;
    }
    Message whole = new Message.Published(published);
    List<dev.tidings.events.Event> events = published.events();
    boolean carried = way.carriesEvents() && Outbox.size(whole) <= BATCH_BYTES;
    add(carried ? whole : new Message.Committed(events.get(events.size() - 1).position()));
  }

  void live(@Observes LiveAppended appended) {
    if (signal != null) {
      for (LiveEvent event : appended.published().events()) {
        if (neighbours.listen(event.event().topic())) {
          add(new Message.Live(event, null));
        }
      }
    }
  }

  void listeners(@Observes ListenersHere here) {
    if (signal == null || liveTopics.kind(here.topic()) == LiveTopics.Kind.DURABLE) {
      return;
    }
    if (here.any()) {
      interest.begin(here.topic()).ifPresent(this::add);
    } else {
      interest.leave(here.topic(), System.nanoTime());
    }
  }

  /**
   * A browser, whose stream is not at this node, has told on which pages it is heard.
   *
   * @return false if there is no other node
   */
  public boolean tellPages(String user, String browser, Set<String> pages) {
    if (signal == null || neighbours.count() == 0) {
      return false;
    }
    add(new Message.Pages(user, browser, pages));
    return true;
  }

  private void add(Message message) {
    if (!outbox.add(message, config.waitingBytes()) && !overflowing) {
      overflowing = true;
      LOG.warning(
          "More is published than other nodes can be told (tidings.cluster.waiting-bytes): what"
              + " waited for longest is left out. Events of the log arrive by polling.");
    }
  }

  /** The one thread that tells. */
  private void tell() {
    long nextHere = System.nanoTime();
    try {
      while (!stopped) {
        if (newcomers.isEmpty()) {
          outbox.await(Math.min(nextHere - System.nanoTime(), config.here().toNanos()));
        }
        long now = System.nanoTime();
        if (now - nextHere >= 0) {
          nextHere = now + config.here().toNanos();
          tick(now);
        }
        LockSupport.parkNanos(config.gather().toNanos());
        serveNewcomers();
        send(outbox.take(BATCH_BYTES));
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void tick(long now) {
    overflowing = false;
    neighbours.forget(now, config.absence().toNanos());
    List<Topic> ended = interest.end(now, config.linger().toNanos());
    if (!ended.isEmpty()) {
      add(interest.ended(ended));
      ended.forEach(elsewhere::untold);
    }
    add(new Message.Here(interest.change()));
  }

  /**
   * Here, and not where they were heard of: what was published before stands in this node's
   * channels now, so no value is overtaken by an older one.
   */
  private void serveNewcomers() {
    for (Newcomer next = newcomers.poll(); next != null; next = newcomers.poll()) {
      for (LiveEvent event : elsewhere.newest(next.topic())) {
        add(new Message.Live(event, next.run()));
      }
    }
  }

  private void send(List<Message> messages) {
    Signal way = signal;
    if (messages.isEmpty() || way == null) {
      return;
    }
    try {
      way.send(new Messages(signals.run(), messages).text());
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.WARNING, "Other nodes could not be told.", failure);
    }
  }

  // ---- what happens elsewhere

  @Override
  public void listening() {
    elsewhere.missed();
    interest.topics().forEach(elsewhere::missed);
    interest.all().forEach(this::add);
    add(new Message.Ask(null));
  }

  @Override
  public void heard(String text) {
    try {
      Messages messages = Messages.of(text);
      if (!messages.from().equals(signals.run())) {
        neighbours.heard(messages.from(), System.nanoTime());
        hear(messages);
      }
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.WARNING, "What another node told could not be taken.", failure);
    }
  }

  private void hear(Messages messages) {
    List<LiveEvent> live = new ArrayList<>();
    for (Message message : messages.all()) {
      if (message instanceof Message.Live event) {
        if (isForUs(event)) {
          live.add(event.event());
        }
      } else {
        hear(messages.from(), message);
      }
    }
    if (!live.isEmpty()) {
      elsewhere.published(live);
    }
  }

  private boolean isForUs(Message.Live live) {
    String to = live.to();
    return (to == null || to.equals(signals.run()))
        && interest.includes(live.event().event().topic());
  }

  private void hear(String from, Message message) {
    if (message instanceof Message.Committed committed) {
      elsewhere.committed(committed.position());
    } else if (message instanceof Message.Published told) {
      elsewhere.committed(told.published());
    } else if (message instanceof Message.Listens listens) {
      if (!neighbours.listens(from, listens)) {
        add(new Message.Ask(from));
      }
    } else if (message instanceof Message.Here here) {
      if (!neighbours.knows(from, here.change())) {
        add(new Message.Ask(from));
      }
    } else if (message instanceof Message.Ask ask) {
      String of = ask.of();
      if (of == null || of.equals(signals.run())) {
        interest.all().forEach(this::add);
      }
    } else if (message instanceof Message.Pages pages) {
      streams.heardOn(pages.user(), pages.browser(), pages.pages());
    }
  }
}
