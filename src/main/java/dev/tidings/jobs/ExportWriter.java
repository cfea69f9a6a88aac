package dev.tidings.jobs;

import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what was read, and how far it is, in the transaction of the page. What was written is in
 * the database: a server that is killed finds what it had, and any node can answer it.
 */
@Named
@Dependent
class ExportWriter extends AbstractItemWriter {
  @Inject
  @BatchProperty(name = Exports.JOB)
  String job;

  @Inject JobContext context;
  @Inject JobBook book;
  @Inject Exports exports;
  @Inject Results results;
  @Inject JobsConfig config;

  private Written written = Written.NOTHING;

  @Override
  public void open(@Nullable Serializable checkpoint) {
    if (checkpoint instanceof Written known) {
      written = known;
    }
  }

  @Override
  public void writeItems(List<Object> pages) {
    Job row = book.locked(job).orElse(null);
    long execution = context.getExecutionId();
    if (row == null || row.export == null || row.state.over() || row.cancelling) {
      exports.stop(execution);
      return;
    }
    if (row.execution == null || row.execution != execution) {
      // Thrown, so that the checkpoint stays where the other one has it.
      throw new IllegalStateException("Another execution does this job.");
    }
    Export export = Export.read(row.export);
    if (!written.begun()) {
      results.clear(job);
      append(export.format().head(export.columns()));
    }
    for (Object each : pages) {
      Source.Page page = (Source.Page) each;
      append(export.format().rows(page.rows()));
      written = written.looked(page.looked());
    }
    if (written.bytes() > config.exportBytes()) {
      book.fail(
          row, "It is larger than %,d bytes; export less at once.".formatted(config.exportBytes()));
      return;
    }
    row.retries = 0;
    // Retention may take some while it is under way, and the count was one of before.
    Long total = row.total == null ? null : Long.valueOf(Math.max(row.total, written.looked()));
    book.advance(row, written.looked(), total);
  }

  private void append(byte[] bytes) {
    written =
        written.with(results.append(job, written.parts(), written.bytes(), bytes), bytes.length);
  }

  @Override
  public Serializable checkpointInfo() {
    return written;
  }
}
