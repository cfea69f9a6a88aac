package dev.tidings.jobs;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes up exports whose execution ended before they did (a server that was killed, a database that
 * was away), and takes away what is over. What another node is at is left alone, unless nothing was
 * heard of it for long.
 */
@ApplicationScoped
class Upkeep {
  private static final Logger LOG = Logger.getLogger(Upkeep.class.getName());

  /** At the start, and after an execution: the runtime has to know of it first. */
  private static final long SOON_MILLIS = 1_000;

  @Inject Exports exports;
  @Inject ExportEnd end;
  @Inject Shreds shreds;
  @Inject JobsConfig config;

  @Resource ManagedScheduledExecutorService scheduler;

  private volatile boolean stopped;
  private volatile @Nullable Future<?> next;

  void start(@Observes Startup started) {
    regularly(SOON_MILLIS);
  }

  void stop(@Observes Shutdown stopping) {
    stopped = true;
    Future<?> waiting = next;
    if (waiting != null) {
      waiting.cancel(false);
    }
  }

  /** Looks once more in a moment. */
  void soon() {
    Future<?> unused = schedule(this::look, SOON_MILLIS);
  }

  private void regularly(long millis) {
    next =
        schedule(
            () -> {
              try {
                look();
              } finally {
                regularly(config.sweep().toMillis());
              }
            },
            millis);
  }

  private @Nullable Future<?> schedule(Runnable task, long millis) {
    try {
      return stopped ? null : scheduler.schedule(task, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException leaving) {
      return null;
    }
  }

  private synchronized void look() {
    attempt("Exports", () -> end.unended().forEach(job -> attempt("An export", () -> settle(job))));
    attempt(
        "Silent jobs",
        () -> end.silent().forEach(id -> attempt("A silent job", () -> end.failSilent(id))));
    attempt("Jobs that are over", this::sweep);
  }

  /** Whatever goes wrong with one keeps nobody from the others. */
  private void attempt(String what, Runnable deed) {
    try {
      if (!stopped) {
        deed.run();
      }
    } catch (RuntimeException | Error later) {
      LOG.log(
          Level.WARNING,
          "{0} could not be looked after; the next look will: {1}",
          new Object[] {what, later.toString()});
      LOG.log(Level.FINE, "The failure in full.", later);
    }
  }

  private void sweep() {
    while (shreds.sweep() && !stopped) {
      // A transaction each.
    }
  }

  private void settle(Job job) {
    if (job.execution == null) {
      // Nobody started it.
      end.runs(job.id, exports.start(job.id));
    } else if (exports.over(job.execution, job.cancelling)) {
      if (end.retry(job.id)) {
        LOG.log(Level.INFO, "The export {0} goes on where it was.", job.id);
        // Noted at once: the next look must not take the old one for the newest.
        end.runs(job.id, exports.restart(job.execution, job.id));
      }
    } else if (end.takeOver(job.id)) {
      LOG.log(Level.INFO, "The export {0} begins anew: nothing was heard of it.", job.id);
      exports.start(job.id);
    }
  }
}
