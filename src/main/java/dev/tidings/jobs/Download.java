package dev.tidings.jobs;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;

/** Sends what an export wrote, a piece at a time. */
record Download(Results results, String job, ByteRange range) implements StreamingOutput {
  @Override
  public void write(OutputStream out) throws IOException {
    long at = range.from();
    long end = at + range.length();
    while (at < end) {
      JobPart part = results.at(job, at);
      if (part == null) {
        // Shorter than it was said to be: the client sees that it is broken.
        throw new IOException("The result of job " + job + " has expired while it was sent.");
      }
      int from = (int) (at - part.starts);
      int length = (int) Math.min(part.bytes.length - from, end - at);
      out.write(part.bytes, from, length);
      at += length;
    }
  }
}
