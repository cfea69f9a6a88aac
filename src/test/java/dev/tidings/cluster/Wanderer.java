package dev.tidings.cluster;

import dev.tidings.Client;
import dev.tidings.SseParser;
import dev.tidings.SseParser.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client that comes back as browsers do: with the last id, after the time that it was asked to
 * wait, wherever it is let in.
 */
final class Wanderer implements AutoCloseable {
  private final Client client;
  private final String topic;
  private String id = "";
  private long retry = 1_000;
  private long left;
  private final Thread thread = new Thread(this::wander, "wanderer");
  private volatile boolean closed;
  private volatile boolean listening;
  private volatile @Nullable InputStream stream;

  /** The data of all events of its topic, in order. */
  final List<String> heard = new CopyOnWriteArrayList<>();

  /** What else it was told, but for heartbeats. */
  final List<String> told = new CopyOnWriteArrayList<>();

  /** From the end of a stream until the next one was open. */
  final List<Duration> away = new CopyOnWriteArrayList<>();

  Wanderer(Client client, String topic) {
    this.client = client;
    this.topic = topic;
    thread.setDaemon(true);
    thread.start();
  }

  boolean listening() {
    return listening;
  }

  private void wander() {
    try {
      while (!closed) {
        listen();
        TimeUnit.MILLISECONDS.sleep(retry);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until the stream ends. What was not complete by then is forgotten with the parser. */
  private void listen() {
    SseParser parser = new SseParser();
    String query = "topic=" + topic;
    try {
      HttpResponse<InputStream> answer =
          id.isEmpty() ? client.open(query) : client.open(query, "Last-Event-ID", id);
      if (answer.statusCode() != 200) {
        told.add("status " + answer.statusCode());
      }
      stream = answer.body();
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          Message message = parser.line(line);
          if (message != null) {
            hear(message);
            retry = parser.retry() == null ? retry : parser.retry();
          }
        }
      }
    } catch (IOException | AssertionError | RuntimeException cut) {
      if (!closed) {
        told.add(cut.toString());
      }
    }
    if (listening) {
      listening = false;
      left = System.nanoTime();
    }
  }

  private void hear(Message message) {
    id = message.id().isEmpty() ? id : message.id();
    switch (message.type()) {
      case "connected" -> {
        if (left != 0) {
          away.add(Duration.ofNanos(System.nanoTime() - left));
        }
        listening = true;
      }
      case "message" -> heard.add(message.data());
      case "tick" -> {
        // Nothing new.
      }
      default -> told.add(message.type() + " " + message.data());
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    InputStream open = stream;
    if (open != null) {
      try {
        open.close();
      } catch (IOException alreadyGone) {
        // It is closed, one way or the other.
      }
    }
  }
}
