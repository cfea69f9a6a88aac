package dev.tidings.jobs;

import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.api.BatchProperty;
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
  private static final String FINISHING = "finishing";

  @Inject
  @BatchProperty(name = Exports.JOB)
  String job;

  @Inject Results results;
  @Inject ExportEnd end;

  @Override
  public String process() throws NoSuchAlgorithmException {
    if (!end.doing(job, FINISHING)) {
      return FINISHING;
    }
    // Read again, as what a digest has seen so far cannot be kept with a checkpoint.
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    long size = 0;
    for (JobPart part = results.at(job, 0); part != null; part = results.at(job, size)) {
      digest.update(part.bytes);
      size += part.bytes.length;
    }
    end.complete(job, size, "sha-256:" + HexFormat.of().formatHex(digest.digest()));
    return FINISHING;
  }
}
