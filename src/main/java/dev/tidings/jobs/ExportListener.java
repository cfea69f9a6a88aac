package dev.tidings.jobs;

import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.listener.AbstractJobListener;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.persistence.PersistenceException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Notes which execution does a job, and has somebody look after it when that has ended. */
@Named
@Dependent
class ExportListener extends AbstractJobListener {
  private static final Logger LOG = Logger.getLogger(ExportListener.class.getName());

  @Inject
  @BatchProperty(name = Exports.JOB)
  String job;

  @Inject JobContext context;
  @Inject JobBook book;
  @Inject Exports exports;
  @Inject ExportEnd end;
  @Inject Upkeep upkeep;

  @Override
  public void beforeJob() {
    end.begin(job, context.getExecutionId());
    count();
  }

  /** Only for show, and dear in a large topic: it may fail, and is done once. */
  private void count() {
    try {
      Job row = book.find(job).orElse(null);
      if (row != null && row.export != null && row.total == null) {
        end.total(job, exports.source(row, Export.read(row.export)).total());
      }
    } catch (PersistenceException tooMany) {
      LOG.log(Level.INFO, "Nobody knows how much the export {0} has to do.", job);
    }
  }

  @Override
  public void afterJob() {
    // The runtime notes how the execution ended only after this.
    upkeep.soon();
  }
}
