package dev.tidings.logs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.apache.commons.io.input.Tailer;
import org.jspecify.annotations.Nullable;

/**
 * What the tailer asks about its file. By itself it takes a file for another one only where it is
 * shorter than before, so that a new log that has grown past the old one in between loses lines;
 * and it reads a file anew whose time has changed before its size, so that all lines come twice.
 * Here the identity of the file tells, and the time nothing. One thread at a time.
 */
final class TailedFile implements Tailer.Tailable {
  private final Path path;
  private final long history;
  private final Runnable caughtUp;
  private @Nullable OpenFile open;

  /**
   * @param history bytes at the file's end that are read as history
   * @param caughtUp called at each look that finds the history read, or none
   */
  TailedFile(Path path, long history, Runnable caughtUp) {
    this.path = path;
    this.caughtUp = caughtUp;
    this.history = history;
  }

  /** Whether the lines handed out last were written after the file was first opened. */
  boolean historyOver() {
    return open != null && open.historyOver();
  }

  @Override
  public Tailer.RandomAccessResourceBridge getRandomAccess(String mode)
      throws FileNotFoundException {
    OpenFile before = open;
    OpenFile next = before == null ? OpenFile.end(path, history) : OpenFile.whole(path);
    if (before != null) {
      before.last();
    }
    open = next;
    return next;
  }

  @Override
  public long size() throws IOException {
    OpenFile now = open;
    if (now == null) {
      return 0;
    }
    if (now.historyOver()) {
      caughtUp.run();
    }
    // Shorter than anything: the tailer finishes this one and begins with the next.
    return now.isTruncated() || !now.isAt(path) ? -1 : now.end();
  }

  @Override
  public boolean isNewer(FileTime time) {
    return false;
  }

  @Override
  public FileTime lastModifiedFileTime() {
    return FileTime.fromMillis(0);
  }
}
