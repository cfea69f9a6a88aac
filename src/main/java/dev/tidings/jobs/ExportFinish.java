package dev.tidings.jobs;

import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Ends an export that has written all. */
@Named
@Dependent
class ExportFinish extends AbstractBatchlet {
  private static final String DONE = "done";
  private static final String LEFT = "left";

  @Inject
  @BatchProperty(name = Exports.JOB)
  String job;

  @Inject JobContext context;
  @Inject Results results;
  @Inject ExportEnd end;

  @Override
  public String process() throws NoSuchAlgorithmException {
    long execution = context.getExecutionId();
    if (!end.finishing(job, execution)) {
      return LEFT;
    }
    // Read again, as what a digest has seen so far cannot be kept with a checkpoint.
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    long size = 0;
    for (JobPart part = results.at(job, 0); part != null; part = results.at(job, size)) {
      digest.update(part.bytes);
      size += part.bytes.length;
    }
    end.complete(job, execution, size, "sha-256:" + HexFormat.of().formatHex(digest.digest()));
    return DONE;
  }
}
