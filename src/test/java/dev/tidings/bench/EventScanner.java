package dev.tidings.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads one HTTP/1.1 answer with a chunked event stream, in whatever pieces it comes. Of an event's
 * data it looks at the numbers {@code "seq"} and {@code "ts"} only, so that one core can read
 * millions of events a second. For one thread.
 */
final class EventScanner {
  /**
   * What was published by the benchmark has this type; what comes without a type is taken for it.
   */
  static final String TYPE = "bench";

  /** What was read. */
  interface Handler {
    void status(int status);

    /** A published event; {@code ts} is 0 if it has none. */
    void event(long seq, long ts);

    /** One of the stream's own events. */
    void own(String type);
  }

  private enum Part {
    HEAD,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    OVER
  }

  private static final byte[] CHUNKED = ascii("transfer-encoding: chunked");
  private static final int LONGEST_ID = 128;

  private final Handler handler;
  private Part part = Part.HEAD;

  /** Bytes of this chunk that are still to come. */
  private long left;

  /** The beginning of a line (or of the head) whose end has not come yet. */
  private byte[] carry = new byte[256];

  private int carried;

  private boolean hasData;
  private boolean published = true;
  private String type = "";
  private long seq = -1;
  private long ts;

  /** It counts from the blank line on: an event that was cut in half has not been received. */
  private byte[] nextId = new byte[LONGEST_ID];

  private int nextIdLength = -1;
  private byte[] id = new byte[LONGEST_ID];
  private int idLength;

  EventScanner(Handler handler) {
    this.handler = handler;
  }

  /** The next bytes, from the beginning of an array. */
  void feed(byte[] bytes, int length) {
    int at = 0;
    while (at < length) {
      at =
          switch (part) {
            case HEAD -> head(bytes, at, length);
            case CHUNK_SIZE -> chunkSize(bytes, at, length);
            case CHUNK -> chunk(bytes, at, length);
            case CHUNK_END -> chunkEnd(bytes, at, length);
            case OVER -> length;
          };
    }
  }

  /** Whether the server has ended the answer in good order. */
  boolean over() {
    return part == Part.OVER;
  }

  /** The id to resume with; empty if there was none. */
  String lastId() {
    return new String(id, 0, idLength, StandardCharsets.US_ASCII);
  }

  /** Another answer begins; the last id stays. */
  void restart() {
    part = Part.HEAD;
    carried = 0;
    left = 0;
    forgetEvent();
  }

  private int head(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      carry(bytes, i, i + 1);
      if (bytes[i] == '\n' && carried >= 4 && carry[carried - 3] == '\n') {
        boolean chunked =
            new String(carry, 0, carried, StandardCharsets.ISO_8859_1)
                .toLowerCase(java.util.Locale.ROOT)
                .contains(new String(CHUNKED, StandardCharsets.ISO_8859_1));
        int status = (int) number(carry, "HTTP/1.1 ".length(), carried);
        carried = 0;
        left = chunked ? 0 : Long.MAX_VALUE / 2;
        part = chunked ? Part.CHUNK_SIZE : Part.CHUNK;
        handler.status(status);
        return i + 1;
      }
    }
    return to;
  }

  private int chunkSize(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      int digit = Character.digit(bytes[i], 16);
      if (digit >= 0) {
        left = left * 16 + digit;
      } else if (bytes[i] == '\n') {
        part = left == 0 ? Part.OVER : Part.CHUNK;
        return i + 1;
      }
    }
    return to;
  }

  private int chunk(byte[] bytes, int from, int to) {
    int end = (int) Math.min(to, from + left);
    lines(bytes, from, end);
    left -= end - from;
    if (left == 0) {
      part = Part.CHUNK_END;
    }
    return end;
  }

  private int chunkEnd(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        part = Part.CHUNK_SIZE;
        return i + 1;
      }
    }
    return to;
  }

  private void lines(byte[] bytes, int from, int to) {
    int start = from;
    int end = lineEnd(bytes, start, to);
    if (carried > 0 && end >= 0) {
      carry(bytes, start, end);
      line(carry, 0, carried);
      carried = 0;
      start = end + 1;
      end = lineEnd(bytes, start, to);
    }
    while (end >= 0) {
      line(bytes, start, end);
      start = end + 1;
      end = lineEnd(bytes, start, to);
    }
    carry(bytes, start, to);
  }

  private static int lineEnd(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private void carry(byte[] bytes, int from, int to) {
    int length = to - from;
    if (carried + length > carry.length) {
      carry = Arrays.copyOf(carry, Math.max(2 * carry.length, carried + length));
    }
    System.arraycopy(bytes, from, carry, carried, length);
    carried += length;
  }

  private void line(byte[] bytes, int from, int to) {
    if (from == to) {
      dispatch();
      return;
    }
    switch (bytes[from]) {
      case 'd' -> {
        hasData = true;
        numbers(bytes, from, to);
      }
      case 'e' -> type(bytes, value(bytes, from + "event:".length(), to), to);
      case 'i' -> {
        int start = value(bytes, from + "id:".length(), to);
        nextIdLength = Math.min(to - start, LONGEST_ID);
        System.arraycopy(bytes, start, nextId, 0, nextIdLength);
      }
      default -> {
        // Comments, and when to come back.
      }
    }
  }

  private static int value(byte[] bytes, int from, int to) {
    return from < to && bytes[from] == ' ' ? from + 1 : from;
  }

  private void type(byte[] bytes, int from, int to) {
    published = to - from == TYPE.length() && bytes[from] == 'b' && bytes[from + 1] == 'e';
    if (!published) {
      type = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
  }

  private void numbers(byte[] bytes, int from, int to) {
    for (int i = from; i < to - 5; i++) {
      if (bytes[i] == '"') {
        if (bytes[i + 1] == 's'
            && bytes[i + 2] == 'e'
            && bytes[i + 3] == 'q'
            && bytes[i + 4] == '"') {
          seq = number(bytes, i + 6, to);
        } else if (bytes[i + 1] == 't' && bytes[i + 2] == 's' && bytes[i + 3] == '"') {
          ts = number(bytes, i + 5, to);
        }
        if (seq >= 0 && ts != 0) {
          return;
        }
      }
    }
  }

  private static long number(byte[] bytes, int from, int to) {
    long number = 0;
    for (int i = from; i < to && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
      number = number * 10 + (bytes[i] - '0');
    }
    return number;
  }

  private void dispatch() {
    if (nextIdLength >= 0) {
      byte[] before = id;
      id = nextId;
      idLength = nextIdLength;
      nextId = before;
    }
    if (hasData) {
      if (published && seq >= 0) {
        handler.event(seq, ts);
      } else {
        handler.own(type);
      }
    }
    forgetEvent();
  }

  private void forgetEvent() {
    hasData = false;
    published = true;
    type = "";
    seq = -1;
    ts = 0;
    nextIdLength = -1;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
