package dev.tidings.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * What goes out in one write. A single event is written from where it stands, without a copy. Not
 * safe for threads: each writer has one.
 */
final class Batch {
  private static final int FIRST_SIZE = 8_192;

  /** What is larger was an exception, and its memory is let go. */
  private static final int KEPT_SIZE = 1 << 20;

  private byte[] bytes = new byte[FIRST_SIZE];

  /** The first event, while there is no second. */
  private byte[] single = bytes;

  private int size;

  void reset() {
    if (bytes.length > KEPT_SIZE) {
      bytes = new byte[FIRST_SIZE];
    }
    single = bytes;
    size = 0;
  }

  void add(byte[] event) {
    if (size == 0) {
      single = event;
      size = event.length;
      return;
    }
    if (single != bytes) {
      byte[] first = single;
      single = bytes;
      size = 0;
      copy(first);
    }
    copy(event);
  }

  private void copy(byte[] event) {
    int end = size + event.length;
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
      single = bytes;
    }
    System.arraycopy(event, 0, bytes, size, event.length);
    size = end;
  }

  int size() {
    return size;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(single, 0, size);
  }
}
