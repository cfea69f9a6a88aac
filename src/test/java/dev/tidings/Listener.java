package dev.tidings;

import dev.tidings.SseParser.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An open stream, read by a thread of its own. Close it to hang up. */
public final class Listener implements AutoCloseable {
  /** What the stream says of itself. */
  public static final Set<String> OWN =
      Set.of(
          "connected", "tick", "reset", "gap", "refused", "limit", "unavailable", "session", "bye");

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Message END = new Message("", "", "");

  private final InputStream stream;
  private final SseParser parser = new SseParser();
  private final BlockingQueue<Message> arrived = new LinkedBlockingQueue<>();
  private final Thread reader;

  Listener(InputStream stream) {
    this.stream = stream;
    reader = new Thread(this::read, "listener");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Message message = parser.line(line);
        if (message != null) {
          arrived.add(message);
        }
      }
    } catch (IOException hungUp) {
      // The end, too.
    }
    arrived.add(END);
  }

  /** The next event, the stream's own included; null when the stream has ended. */
  public @Nullable Message next(Duration patience) {
    try {
      Message message = arrived.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (message == null) {
        throw new AssertionError("Nothing came within " + patience + ".");
      }
      if (message.equals(END)) {
        arrived.add(END);
        return null;
      }
      return message;
    } catch (InterruptedException stop) {
      throw new AssertionError("interrupted", stop);
    }
  }

  /** The same; null, too, where nothing comes in time. */
  public @Nullable Message nextWithin(Duration patience) {
    Message message = null;
    try {
      message = arrived.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    if (END.equals(message)) {
      arrived.add(END);
      return null;
    }
    return message;
  }

  public Message next() {
    return nextBefore(Instant.now().plus(PATIENCE));
  }

  /** Heartbeats go on when nothing else comes, so what waits for something has a deadline. */
  private Message nextBefore(Instant deadline) {
    Message message = next(Duration.between(Instant.now(), deadline));
    if (message == null) {
      throw new AssertionError("The stream has ended.");
    }
    return message;
  }

  /** The next event of this type; those before it are passed over. */
  public Message next(String type) {
    return next(type, PATIENCE);
  }

  /** The same, where it takes its time. */
  public Message next(String type, Duration patience) {
    Instant deadline = Instant.now().plus(patience);
    Message message = nextBefore(deadline);
    while (!message.type().equals(type)) {
      message = nextBefore(deadline);
    }
    return message;
  }

  /** The next published events up to and with the one that fits; the stream's own are left out. */
  public List<Message> until(Predicate<Message> last) {
    List<Message> messages = new ArrayList<>();
    Instant deadline = Instant.now().plus(PATIENCE);
    while (true) {
      Message message = nextBefore(deadline);
      if (!OWN.contains(message.type())) {
        messages.add(message);
        if (last.test(message)) {
          return messages;
        }
      }
    }
  }

  /** The next published events up to and with the one that {@link Client#say} said. */
  public List<Message> until(String text) {
    return until(message -> message.data().endsWith("{\"text\":\"" + text + "\"}}"));
  }

  /** As many published events. */
  public List<Message> take(int count) {
    List<Message> messages = new ArrayList<>();
    while (messages.size() < count) {
      messages.addAll(until(message -> true));
    }
    return messages;
  }

  /** The published events that are left, up to the end of the stream. */
  public List<Message> rest() {
    List<Message> messages = new ArrayList<>();
    for (Message next = next(PATIENCE); next != null; next = next(PATIENCE)) {
      if (!OWN.contains(next.type())) {
        messages.add(next);
      }
    }
    return messages;
  }

  /** Whether the stream has ended by now. */
  public boolean isOver() {
    return !reader.isAlive();
  }

  /** Whether the stream has ended, after waiting for it. */
  public boolean ended(Duration patience) {
    try {
      reader.join(patience.toMillis());
      return !reader.isAlive();
    } catch (InterruptedException stop) {
      throw new AssertionError("interrupted", stop);
    }
  }

  /** The reconnection time the stream asked for, in milliseconds. */
  public long retry() {
    Long retry = parser.retry();
    return retry == null ? -1 : retry;
  }

  /** What a browser would resume with. */
  public String lastId() {
    return parser.lastId();
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException alreadyGone) {
      // It is closed, one way or the other.
    }
  }
}
