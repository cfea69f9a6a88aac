package dev.tidings.jobs;

import dev.tidings.jobs.JobOrders.Ordered;
import dev.tidings.problem.Problem;
import jakarta.batch.operations.BatchRuntimeException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Has exports done, and left. Safe for any thread that has no transaction. */
@ApplicationScoped
class JobDesk {
  private static final Logger LOG = Logger.getLogger(JobDesk.class.getName());

  @Inject JobOrders orders;
  @Inject Exports exports;
  @Inject ExportEnd end;

  /**
   * Starts an export, unless the key says that this was done.
   *
   * @throws Problem as {@link JobOrders#export} does; 503 if it cannot be started now
   */
  Job export(Export export, String owner, String title, @Nullable String key) {
    Ordered ordered = orders.export(export, owner, title, key);
    Job job = ordered.orThrow();
    if (ordered.fresh()) {
      try {
        exports.start(job.id);
      } catch (BatchRuntimeException failure) {
        LOG.log(Level.WARNING, "An export could not be started.", failure);
        end.drop(job.id);
        throw Problem.unavailable("The export could not be started. Try again in a moment.");
      }
    }
    return job;
  }

  /** Asks for a job to be left; an export that nobody is at is over at once. */
  Job cancel(String id) {
    Job job = orders.cancel(id).orThrow();
    if (job.execution != null && !job.state.over()) {
      exports.stop(job.execution);
      if (exports.over(job.execution, true)) {
        end.retry(id);
      }
    }
    return job;
  }
}
