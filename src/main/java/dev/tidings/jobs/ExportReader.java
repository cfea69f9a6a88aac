package dev.tidings.jobs;

import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Reads what is exported, a page each. Its checkpoint is the source's cursor. */
@Named
@Dependent
class ExportReader extends AbstractItemReader {
  @Inject
  @BatchProperty(name = Exports.JOB)
  String job;

  @Inject JobBook book;
  @Inject Exports exports;

  private @Nullable Source source;
  private long cursor;

  @Override
  public void open(@Nullable Serializable checkpoint) {
    cursor = checkpoint instanceof Long known ? known : 0;
    Job row = book.find(job).orElse(null);
    source =
        row == null || row.export == null ? null : exports.source(row, Export.read(row.export));
  }

  @Override
  public Source.@Nullable Page readItem() {
    if (source == null) {
      return null;
    }
    Source.Page page = source.after(cursor);
    cursor = page.cursor();
    return page.looked() == 0 ? null : page;
  }

  @Override
  public Serializable checkpointInfo() {
    return cursor;
  }
}
