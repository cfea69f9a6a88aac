package dev.tidings.jobs;

import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.listener.AbstractJobListener;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Notes which execution does a job, and has somebody look after it when that has ended. */
@Named
@Dependent
class ExportListener extends AbstractJobListener {
  @Inject
  @BatchProperty(name = Exports.JOB)
  String job;

  @Inject JobContext context;
  @Inject ExportEnd end;
  @Inject Upkeep upkeep;

  @Override
  public void beforeJob() {
    end.runs(job, context.getExecutionId());
  }

  @Override
  public void afterJob() {
    // The runtime notes how the execution ended only after this.
    upkeep.soon();
  }
}
