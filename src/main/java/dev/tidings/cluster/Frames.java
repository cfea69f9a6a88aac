package dev.tidings.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages in pieces: PostgreSQL notifies of less than 8,000 bytes at a time. The pieces of one
 * message are sent in one transaction, so they arrive all, in their order and with nothing of the
 * same sender between them, or not at all. The two sides are for one thread each.
 */
final class Frames {
  /** Bytes of a piece, at most; with what stands before it, less than 8,000. */
  private static final int BYTES = 7_900;

  private final String sender;
  private long sent;

  /** What came so far of the message that each sender is sending. */
  private final Map<String, StringBuilder> coming = new HashMap<>();

  /**
   * @param sender without a colon
   */
  Frames(String sender) {
    this.sender = sender;
  }

  /** Its pieces, each with its sender, a number of its own and whether more follow. */
  List<String> split(String message) {
    List<String> pieces = new ArrayList<>();
    int from = 0;
    while (from < message.length()) {
      int to = from;
      int bytes = 0;
      while (to < message.length()) {
        int next = message.codePointAt(to);
        bytes += bytes(next);
        if (bytes > BYTES) {
          break;
        }
        to += Character.charCount(next);
      }
      // PostgreSQL leaves out what was said before in the same transaction: no two are the same.
      pieces.add(
          sender
              + ":"
              + ++sent
              + (to < message.length() ? ":+:" : ":.:")
              + message.substring(from, to));
      from = to;
    }
    return pieces;
  }

  private static int bytes(int character) {
    return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
  }

  /**
   * A piece has come.
   *
   * @return the message that it completes; null if it completes none
   */
  @Nullable String join(String piece) {
    String[] parts = piece.split(":", 4);
    if (parts.length < 4) {
      return null;
    }
    String from = parts[0];
    if (parts[2].equals("+")) {
      StringBuilder begun = coming.computeIfAbsent(from, first -> new StringBuilder());
      if (begun.length() > Signal.MOST) {
        coming.remove(from);
        return null;
      }
      begun.append(parts[3]);
      return null;
    }
    StringBuilder begun = coming.remove(from);
    return begun == null ? parts[3] : begun.append(parts[3]).toString();
  }

  /** Listening was broken off: what has begun to come is not going to end. */
  void forget() {
    coming.clear();
  }
}
