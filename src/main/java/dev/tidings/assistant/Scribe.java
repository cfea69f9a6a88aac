package dev.tidings.assistant;

import dev.tidings.assistant.Answers.Fate;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the answers under way on this node have gathered: all of them together in one
 * transaction, every {@code tidings.assistant.gather}, so that many answers cost the log no more
 * commits than one. It also ends those that take too long. While nothing is under way, it rests.
 */
@ApplicationScoped
class Scribe {
  private static final Logger LOG = Logger.getLogger(Scribe.class.getName());

  /** Of a lease: so often it is renewed in it. */
  private static final int SIGNS = 4;

  @Inject Answers answers;
  @Inject AssistantConfig config;

  @Resource ManagedScheduledExecutorService scheduler;

  /** Bounded by {@link AssistantConfig#maxPerNode}. */
  private final Map<String, Run> runs = new ConcurrentHashMap<>();

  private final AtomicBoolean ticking = new AtomicBoolean();
  private volatile @Nullable Future<?> next;
  private volatile boolean closed;
  private boolean failing;

  /** Writes what comes of an answer until it has ended. */
  void follow(Run run) {
    runs.put(run.id(), run);
    if (closed) {
      // Nobody will write it any more; its lease runs out.
      run.end(Ending.RESTARTED);
      return;
    }
    tick();
  }

  /** The answer with this id, if it is under way here. */
  @Nullable Run find(String id) {
    return runs.get(id);
  }

  /** Those that are under way here. */
  Set<String> following() {
    return Set.copyOf(runs.keySet());
  }

  private void tick() {
    if (!runs.isEmpty() && ticking.compareAndSet(false, true)) {
      schedule();
    }
  }

  private void schedule() {
    if (!closed) {
      next = scheduler.schedule(this::work, config.gather().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void work() {
    try {
      runs.values().forEach(run -> run.watch(config.first(), config.silence(), config.total()));
      write();
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.SEVERE, "The assistant goes on after a failure.", failure);
    } finally {
      if (runs.isEmpty()) {
        ticking.set(false);
        // One may have come between the look and the release.
        tick();
      } else {
        schedule();
      }
    }
  }

  /** Writes all there is now. One thread at a time. */
  synchronized void write() {
    List<Piece> pieces = new ArrayList<>();
    Duration signs = config.lease().dividedBy(SIGNS);
    for (Run run : runs.values()) {
      Piece piece = run.piece(signs);
      if (piece != null) {
        pieces.add(piece);
      }
    }
    if (!pieces.isEmpty() && !write(pieces) && pieces.size() > 1) {
      // One bad apple fails alone.
      pieces.forEach(piece -> write(List.of(piece)));
    }
  }

  private boolean write(List<Piece> pieces) {
    try {
      Map<String, Fate> fates = answers.write(pieces);
      pieces.forEach(piece -> written(piece, fates.get(piece.id())));
      failing = false;
      return true;
    } catch (RuntimeException failure) {
      if (!failing) {
        failing = true;
        LOG.log(
            Level.WARNING,
            "The database does not take what the assistant says; it is kept and tried again: {0}",
            failure.toString());
      }
      if (pieces.size() == 1) {
        giveUp(pieces.get(0));
      }
      return false;
    }
  }

  private void written(Piece piece, @Nullable Fate fate) {
    Run run = runs.get(piece.id());
    if (run == null || fate == null) {
      return;
    }
    switch (fate.kind()) {
      case DONE -> {
        if (run.written(piece)) {
          runs.remove(run.id());
        }
      }
      case BEHIND -> run.catchUp(fate.written(), fate.begun());
      case OVER -> {
        runs.remove(run.id());
        // Its user has cancelled it, or another node took this one for dead: nobody listens.
        run.end(Ending.CANCELLED);
      }
    }
  }

  /** What cannot be written for long is not kept for ever: its lease runs out, and it is ended. */
  private void giveUp(Piece piece) {
    Run run = runs.get(piece.id());
    if (run != null && run.unwritten().compareTo(config.lease().multipliedBy(SIGNS)) > 0) {
      LOG.log(Level.SEVERE, "The answer {0} cannot be written, and is given up.", piece.id());
      runs.remove(run.id());
      run.end(Ending.RESTARTED);
    }
  }

  /** Ends all that is under way here, and writes it down. */
  void close() {
    closed = true;
    Future<?> tick = next;
    if (tick != null) {
      // Not interrupted: H2 closes its files when a thread is that writes to them.
      tick.cancel(false);
    }
    runs.values().forEach(run -> run.end(Ending.RESTARTED));
    write();
  }
}
