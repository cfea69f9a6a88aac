package dev.tidings.logs;

import dev.tidings.events.Draft;
import dev.tidings.events.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.commons.io.input.Tailer;
import org.apache.commons.io.input.TailerListenerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Follows one file on one thread, from its last lines on until it is stopped. Lines go out a few
 * times a second, many in one event, and never faster than the rate allows. Fields without another
 * note belong to its thread.
 */
final class Follower extends TailerListenerAdapter implements Runnable {
  /** The type of its events. */
  static final String LINES = "lines";

  private static final long HISTORY_BYTES = 4 << 20;
  private static final int BUFFER_BYTES = 64 * 1024;

  /** Of an event's data, in UTF-8: beyond, the next event is begun. */
  private static final int EVENT_BYTES = 48 * 1024;

  private final LogFile file;
  private final LogsConfig config;
  private final Supplier<Mask> mask;
  private final Consumer<Draft> sink;
  private final Consumer<Throwable> trouble;

  /** Names this numbering of lines. */
  private final String id = UUID.randomUUID().toString().substring(0, 8);

  private final Recent recent = new Recent();
  private final Sampler sampler;
  private final Deque<String> history = new ArrayDeque<>();

  private @Nullable TailedFile tailed;
  private boolean historyOver;
  private volatile @Nullable Tailer tailer;
  private volatile boolean stopped;

  /**
   * @param sink takes events; called by the thread that runs this
   * @param trouble is told why it cannot go on, likewise
   */
  Follower(
      LogFile file,
      LogsConfig config,
      Supplier<Mask> mask,
      Consumer<Draft> sink,
      Consumer<Throwable> trouble) {
    this.file = file;
    this.config = config;
    this.mask = mask;
    this.sink = sink;
    this.trouble = trouble;
    this.sampler =
        new Sampler(
            config::rate,
            line -> Severity.glimpsed(line).compareTo(Severity.WARNING) >= 0,
            System::nanoTime,
            new Random());
  }

  /** Names this numbering of lines: another run counts anew. */
  String id() {
    return id;
  }

  Recent recent() {
    return recent;
  }

  /** Ends it; its thread may be asleep and has to be interrupted. Safe for any thread. */
  void stop() {
    stopped = true;
    Tailer running = tailer;
    if (running != null) {
      running.close();
    }
  }

  /** Returns when it was stopped, or cannot go on. */
  @Override
  public void run() {
    try {
      tail();
    } catch (IOException | RuntimeException failure) {
      tell(failure);
    } finally {
      recent.complete();
    }
  }

  private void tail() throws IOException {
    tailed = new TailedFile(file.path(), config.history() > 0 ? HISTORY_BYTES : 0, this::caughtUp);
    historyOver = false;
    Tailer made =
        Tailer.builder()
            .setTailable(tailed)
            .setTailerListener(this)
            .setDelayDuration(config.poll())
            .setBufferSize(BUFFER_BYTES)
            .setCharset(StandardCharsets.UTF_8)
            .setStartThread(false)
            .get();
    tailer = made;
    // In this order: whoever stops it after this look finds the tailer.
    if (!stopped) {
      made.run();
    }
  }

  // ---- what the tailer tells

  @Override
  public void handle(String line) {
    TailedFile now = tailed;
    if (!historyOver && now != null && !now.historyOver()) {
      history.addLast(line);
      sampler.pass();
      if (history.size() > config.history()) {
        history.removeFirst();
      }
      return;
    }
    caughtUp();
    sampler.add(line);
    if (sampler.due()) {
      send();
    }
  }

  @Override
  public void endOfFileReached() {
    send();
  }

  /** There is none, or it may not be read: the tailer looks again. */
  @Override
  public void fileNotFound() {
    recent.complete();
    send();
  }

  /** After this the tailer ends. */
  @Override
  public void handle(Exception failure) {
    tell(failure);
  }

  private void tell(Throwable failure) {
    if (!stopped) {
      trouble.accept(failure);
    }
  }

  private void caughtUp() {
    if (!historyOver) {
      historyOver = true;
      long number = sampler.next() - history.size();
      LineParser parser = parser();
      for (String line : history) {
        recent.add(parser.parse(line).json(number), number + 1, config.history());
        number++;
      }
      history.clear();
      recent.complete();
    }
  }

  private LineParser parser() {
    return new LineParser(mask.get(), config.line());
  }

  // ---- what goes out

  private void send() {
    Sampler.Slice slice = sampler.take();
    if (slice.first() == slice.end()) {
      return;
    }
    LineParser parser = parser();
    Event event = new Event();
    long number = slice.first();
    for (Sampler.Kept kept : slice.lines()) {
      event.skip(number, kept.number());
      event.add(parser.parse(kept.text()).json(kept.number()), kept.number() + 1);
      number = kept.number() + 1;
    }
    event.skip(number, slice.end());
    event.send();
  }

  /** Entries that go out together. */
  private final class Event {
    private final List<String> entries = new ArrayList<>();
    private int bytes;

    void skip(long from, long to) {
      if (from < to) {
        add(LogLine.skipped(from, to - from), to);
      }
    }

    void add(String entry, long end) {
      int size = entry.getBytes(StandardCharsets.UTF_8).length;
      if (bytes + size > EVENT_BYTES) {
        send();
      }
      entries.add(entry);
      bytes += size + 1;
      recent.add(entry, end, config.history());
    }

    void send() {
      if (!entries.isEmpty()) {
        String data =
            LogLine.head(config.node(), id) + ",\"entries\":[" + String.join(",", entries) + "]}";
        entries.clear();
        bytes = 0;
        sink.accept(new Draft(LINES, new Json(data), null));
      }
    }
  }
}
