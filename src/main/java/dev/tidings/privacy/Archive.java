package dev.tidings.privacy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip file of text that is sent while it is written. One that was cut off has no directory at its
 * end, so nobody takes it for a whole one. For one thread.
 */
public final class Archive {
  private final ZipOutputStream zip;

  /** Writes to a stream, which stays open. */
  public Archive(OutputStream out) {
    zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
  }

  /** Begins a file; the one before it is complete. */
  public void file(String name) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
  }

  /** Appends a line to the file. */
  public void line(String text) throws IOException {
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.write('\n');
  }

  /** Completes it. */
  public void finish() throws IOException {
    zip.finish();
    zip.flush();
  }
}
