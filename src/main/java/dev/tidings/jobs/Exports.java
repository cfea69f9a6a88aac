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
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Properties;
import java.util.function.Function;
import javax.security.auth.Subject;
import javax.security.auth.login.LoginException;

/** The exports of the batch runtime (Jakarta Batch), which keeps how far each has come. */
@ApplicationScoped
class Exports {
  static final String JOB = "job";
  private static final String DEFINITION = "tidings-export";

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

  /** Lets one go on where it was. As {@link #start}. */
  long restart(long execution, String job) {
    return asHub(operator -> operator.restart(execution, parameters(job)));
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

  /** Whether an execution has ended before its job did; it can be taken up again. */
  boolean broken(long execution) {
    try {
      BatchStatus status = asHub(operator -> operator.getJobExecution(execution).getBatchStatus());
      return status == BatchStatus.FAILED
          || status == BatchStatus.STOPPED
          || status == BatchStatus.COMPLETED;
    } catch (NoSuchJobExecutionException unknown) {
      return true;
    }
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
