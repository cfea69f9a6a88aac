package dev.tidings.logs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.apache.commons.io.input.Tailer;
import org.jspecify.annotations.Nullable;

/**
 * A file as the tailer reads it: whole lines only, none longer than {@value #LONGEST} bytes. The
 * tailer by itself keeps a line in memory however long it gets, and reads one that is not yet at
 * its end again and again. Positions count what was handed out, so it never goes back. One thread
 * at a time.
 */
final class OpenFile implements Tailer.RandomAccessResourceBridge {
  /** Bytes of a line that are looked at; the rest is cut off, with a mark. */
  static final int LONGEST = 64 * 1024;

  private static final int CHUNK = 64 * 1024;

  private final FileChannel channel;
  private final @Nullable Object key;

  /** What was in the file when it was opened, and is history. */
  private final long before;

  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK).limit(0);
  private final byte[] line = new byte[LONGEST];
  private int length;

  /** Bytes of the present line that did not fit. */
  private long cut;

  /** The beginning of the first line was not read: the line is none. */
  private boolean torn;

  /** Whole lines that did not fit into the buffer they were read for. */
  private ByteBuffer ready = ByteBuffer.allocate(0);

  private long read;
  private long handedOut;

  /** It was rotated away: what is there is all. */
  private boolean last;

  private boolean historyOver;

  private OpenFile(FileChannel channel, @Nullable Object key, long from, long before)
      throws IOException {
    this.channel = channel;
    this.key = key;
    this.read = from;
    this.torn = from > 0 && !endsLine(channel, from - 1);
    this.before = before;
    this.historyOver = from >= before;
  }

  /** From its first line on. */
  static OpenFile whole(Path path) throws FileNotFoundException {
    return open(path, -1);
  }

  /**
   * From near its end on.
   *
   * @param history bytes that are history; what is before them is not read
   */
  static OpenFile end(Path path, long history) throws FileNotFoundException {
    return open(path, history);
  }

  /** Opens a regular file that is not a link. */
  private static OpenFile open(Path path, long history) throws FileNotFoundException {
    try {
      BasicFileAttributes found = attributes(path);
      // A pipe would never open, and a link may lead anywhere.
      if (!found.isRegularFile()) {
        throw new FileNotFoundException(path + " is not a regular file.");
      }
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      try {
        Object key = attributes(path).fileKey();
        if (!Objects.equals(key, found.fileKey())) {
          throw new FileNotFoundException(path + " is just being replaced.");
        }
        long size = channel.size();
        return history < 0
            ? new OpenFile(channel, key, 0, 0)
            : new OpenFile(channel, key, Math.max(0, size - history), size);
      } catch (IOException | RuntimeException failure) {
        channel.close();
        throw failure;
      }
    } catch (FileNotFoundException missing) {
      throw missing;
    } catch (IOException unreadable) {
      FileNotFoundException missing = new FileNotFoundException(unreadable.toString());
      missing.initCause(unreadable);
      throw missing;
    }
  }

  private static boolean endsLine(FileChannel channel, long position) throws IOException {
    ByteBuffer octet = ByteBuffer.allocate(1);
    return channel.read(octet, position) == 1 && octet.get(0) == '\n';
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether the path leads to this file. */
  boolean isAt(Path path) {
    try {
      return Objects.equals(attributes(path).fileKey(), key);
    } catch (IOException absent) {
      // Rotated away, and no new one yet: this one is still the newest there is.
      return true;
    }
  }

  /** Whether something was taken away of it. */
  boolean isTruncated() throws IOException {
    return channel.size() < read;
  }

  /** Where the tailer will be when it has read all that is there; as it is now, or further. */
  long end() throws IOException {
    return handedOut + ready.remaining() + chunk.remaining() + channel.size() - read;
  }

  /** Nothing comes after what is there: an unfinished line is one as well. */
  void last() {
    last = true;
  }

  /** Whether the lines handed out last were written after it was opened. */
  boolean historyOver() {
    return historyOver;
  }

  @Override
  public long getPointer() {
    return handedOut;
  }

  @Override
  public void seek(long position) {
    // Only whole lines were handed out, so there is nothing to go back for.
    if (position != handedOut) {
      throw new IllegalArgumentException("No line begins at " + position + ".");
    }
  }

  /** Fills the buffer with whole lines, or what fits of them; -1 if there is none. */
  @Override
  public int read(byte[] buffer) throws IOException {
    ByteBuffer lines = ByteBuffer.wrap(buffer);
    while (lines.hasRemaining() && fill()) {
      int size = Math.min(lines.remaining(), ready.remaining());
      lines.put(ready.slice(ready.position(), size));
      ready.position(ready.position() + size);
      if (!historyOver && lines.position() > 0) {
        break;
      }
    }
    handedOut += lines.position();
    return lines.position() == 0 ? -1 : lines.position();
  }

  /** Whether there is something ready, after having read on if need be. */
  private boolean fill() throws IOException {
    while (!ready.hasRemaining()) {
      if (!chunk.hasRemaining() && !readOn()) {
        return false;
      }
      nextLine();
    }
    return true;
  }

  private boolean readOn() throws IOException {
    chunk.clear();
    if (read >= before) {
      historyOver = true;
    } else {
      chunk.limit((int) Math.min(CHUNK, before - read));
    }
    int size = channel.read(chunk, read);
    chunk.flip();
    if (size > 0) {
      read += size;
      return true;
    }
    if (last && length > 0) {
      chunk.clear().put((byte) '\n').flip();
      last = false;
      return true;
    }
    return false;
  }

  private void nextLine() {
    while (chunk.hasRemaining()) {
      byte octet = chunk.get();
      if (octet == '\n') {
        finishLine();
        return;
      }
      if (torn) {
        continue;
      }
      if (length < LONGEST) {
        line[length++] = octet;
      } else {
        cut++;
      }
    }
  }

  private void finishLine() {
    if (!torn) {
      // A carriage return is part of the line's end; the tailer would take any other for one, too.
      if (cut == 0 && length > 0 && line[length - 1] == '\r') {
        length--;
      }
      for (int i = 0; i < length; i++) {
        line[i] = line[i] == '\r' ? (byte) ' ' : line[i];
      }
      byte[] mark =
          (cut > 0 ? " \u2026 [" + cut + " bytes cut]\n" : "\n").getBytes(StandardCharsets.UTF_8);
      ready = ByteBuffer.allocate(length + mark.length).put(line, 0, length).put(mark).flip();
    }
    torn = false;
    length = 0;
    cut = 0;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
