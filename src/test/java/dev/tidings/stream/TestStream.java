package dev.tidings.stream;

import dev.tidings.SseParser;
import dev.tidings.SseParser.Message;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The client's end of a stream: understands what is written; can stop reading, and go away. */
class TestStream extends OutputStream {
  private static final long PATIENCE_MILLIS = 20_000;

  private final StringBuilder line = new StringBuilder();
  private final SseParser parser = new SseParser();
  private final List<Message> messages = new ArrayList<>();
  private boolean stalled;
  private boolean gone;
  int writes;
  @Nullable Subscriber subscriber;

  @Override
  public synchronized void write(byte[] bytes, int from, int length) throws IOException {
    while (stalled) {
      try {
        wait();
      } catch (InterruptedException stop) {
        throw new IOException(stop);
      }
    }
    if (gone) {
      throw new IOException("Broken pipe");
    }
    writes++;
    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        Message message = parser.line(line.toString());
        line.setLength(0);
        if (message != null) {
          messages.add(message);
        }
      } else {
        line.append(text.charAt(i));
      }
    }
    notifyAll();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  synchronized void stall(boolean now) {
    stalled = now;
    notifyAll();
  }

  /** The connection breaks: the next write fails. */
  synchronized void hangUp() {
    gone = true;
  }

  /** Whether anything came. */
  synchronized boolean greeted() {
    return !messages.isEmpty();
  }

  synchronized String lastId() {
    return parser.lastId();
  }

  long lastPosition() {
    return Long.parseLong(lastId().substring(lastId().indexOf('-') + 1));
  }

  /** All messages so far, once they fit. */
  synchronized List<Message> when(Predicate<List<Message>> fit) {
    long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (!fit.test(messages)) {
      long left = deadline - System.currentTimeMillis();
      if (left <= 0) {
        throw new AssertionError("Only this came: " + messages);
      }
      try {
        wait(left);
      } catch (InterruptedException stop) {
        throw new AssertionError(stop);
      }
    }
    return List.copyOf(messages);
  }

  /** All messages so far, once the last has this text. */
  List<Message> until(String text) {
    return when(
        all -> !all.isEmpty() && all.get(all.size() - 1).data().contains("\"" + text + "\""));
  }

  /** All messages so far, once the last is of this type. */
  List<Message> untilType(String type) {
    return when(all -> !all.isEmpty() && all.get(all.size() - 1).type().equals(type));
  }

  /** The texts of what was published, once the last is this one. */
  List<String> textsUntil(String text) {
    return texts(until(text));
  }

  static List<String> texts(List<Message> all) {
    return all.stream()
        .filter(message -> message.type().equals("message"))
        .map(message -> message.data().replaceAll(".*\"data\":\"(.*)\"}$", "$1"))
        .toList();
  }
}
