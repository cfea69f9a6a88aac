package dev.tidings.jobs;

import com.ibm.websphere.security.WSSecurityException;
import com.ibm.websphere.security.auth.WSSubject;
import dev.tidings.events.EventLog;
import dev.tidings.inbox.InboxHistory;
import jakarta.batch.operations.BatchRuntimeException;
import jakarta.batch.operations.JobExecutionNotRunningException;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.operations.NoSuchJobExecutionException;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.JobExecution;
import jakarta.batch.runtime.JobInstance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.security.auth.Subject;
import javax.security.auth.login.LoginException;

/** The exports of the batch runtime (Jakarta Batch), which keeps how far each has come. */
@ApplicationScoped
class Exports {
  static final String JOB = "job";
  private static final Logger LOG = Logger.getLogger(Exports.class.getName());
  private static final String DEFINITION = "tidings-export";
  private static final Set<BatchStatus> GOING_ON =
      EnumSet.of(BatchStatus.STARTING, BatchStatus.STARTED, BatchStatus.STOPPING);

  /** Longer than Liberty waits for what is under way when it stops. */
  private static final Duration REST = Duration.ofMinutes(1);

  @Inject EventLog log;
  @Inject InboxHistory inbox;
  @Inject JobsConfig config;

  /**
   * Starts one.
   *
   * @return its execution
   * @throws jakarta.batch.operations.BatchRuntimeException if it cannot be started now
   */
  long start(String job) {
    return asHub(operator -> operator.start(DEFINITION, parameters(job)));
  }

  /**
   * Lets one go on where it was, or, where the runtime will not have that, begins anew. As {@link
   * #start}.
   */
  long restart(long execution, String job) {
    return asHub(
        operator -> {
          try {
            // A server may have been killed while it restarted it: then there is a newer one.
            JobInstance instance = operator.getJobInstance(execution);
            long newest =
                operator.getJobExecutions(instance).stream()
                    .mapToLong(JobExecution::getExecutionId)
                    .max()
                    .orElse(execution);
            return operator.restart(newest, parameters(job));
          } catch (BatchRuntimeException refused) {
            LOG.log(Level.INFO, "The export {0} begins anew: {1}", new Object[] {job, refused});
            return operator.start(DEFINITION, parameters(job));
          }
        });
  }

  /** Asks one to stop after the page it is at. Nothing, if it does not run here. */
  void stop(long execution) {
    try {
      asHub(
          operator -> {
            operator.stop(execution);
            return null;
          });
    } catch (JobExecutionNotRunningException | NoSuchJobExecutionException itDoesNot) {
      // Then whoever takes it up again sees that it is not wanted any more.
    }
  }

  /**
   * Whether an execution has ended.
   *
   * @param cancelled false: one that was stopped just now is not taken for ended yet
   */
  boolean over(long execution, boolean cancelled) {
    try {
      JobExecution known = asHub(operator -> operator.getJobExecution(execution));
      BatchStatus status = known.getBatchStatus();
      return !GOING_ON.contains(status)
          && (cancelled || status != BatchStatus.STOPPED || !justStopped(known));
    } catch (NoSuchJobExecutionException unknown) {
      return true;
    }
  }

  /** As a server that is about to end does with all it has; the next one takes them up. */
  private static boolean justStopped(JobExecution execution) {
    Instant end =
        execution.getEndTime() == null ? Instant.EPOCH : execution.getEndTime().toInstant();
    Instant started = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    return end.isAfter(started) && end.isAfter(Instant.now().minus(REST));
  }

  /** Where what a job exports comes from. */
  Source source(Job job, Export export) {
    return export.topic() == null
        ? new InboxSource(inbox, job.owner, export, config.page())
        : new EventsSource(log, export, config.page());
  }

  private static Properties parameters(String job) {
    Properties parameters = new Properties();
    parameters.setProperty(JOB, job);
    return parameters;
  }

  /**
   * Nobody is signed in who has a role of the batch runtime's: what it is asked for, the hub asks.
   */
  private static <T> T asHub(Function<JobOperator, T> call) {
    try {
      Subject caller = WSSubject.getRunAsSubject();
      WSSubject.setRunAsSubject(HubIdentity.subject());
      try {
        return call.apply(BatchRuntime.getJobOperator());
      } finally {
        WSSubject.setRunAsSubject(caller);
      }
    } catch (WSSecurityException | LoginException refused) {
      throw new BatchRuntimeException("The hub cannot act in its own name.", refused);
    }
  }
}
