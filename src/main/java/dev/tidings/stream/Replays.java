package dev.tidings.stream;

import dev.tidings.events.EventLog;
import dev.tidings.events.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Reads pages of the log for subscribers that memory does not serve, a few at a time and never on
 * the write loop: a database that hangs must not stop heartbeats. Safe for any thread.
 */
final class Replays {
  private static final Logger LOG = Logger.getLogger(Replays.class.getName());

  private final EventLog log;
  private final Hub hub;
  private final StreamConfig config;
  private final StreamMetrics metrics;
  private final Executor readers;

  Replays(EventLog log, Hub hub, StreamConfig config, StreamMetrics metrics, Executor readers) {
    this.log = log;
    this.hub = hub;
    this.config = config;
    this.metrics = metrics;
    this.readers = readers;
  }

  /** Reads what follows a cursor and hands it over. At most one is under way each. */
  void request(Reader reader, long cursor, boolean lost) {
    readers.execute(
        () -> {
          try {
            reader.arrived(read(reader, cursor, lost));
          } catch (RuntimeException | Error unreadable) {
            LOG.log(Level.FINE, "A replay will be tried again.", unreadable);
            reader.failed();
          }
        });
  }

  private Replay read(Reader reader, long cursor, boolean lost) {
    metrics.replayRead();
    Collection<Topic> topics = reader.topics();
    String epoch = hub.epoch();
    long watermark = hub.watermark();
    if (lost || (cursor > watermark && cursor > log.head().position())) {
      return startOver(epoch, topics);
    }
    if (cursor > watermark) {
      // The tail will get there: what follows the cursor is not even read yet.
      return new Replay(epoch, List.of(), List.of(), cursor, false);
    }
    EventLog.Page page =
        log.after(topics, cursor, watermark, config.pageEvents(), config.pageBytes());
    List<Link> events = new ArrayList<>(page.events().size());
    page.events()
        .forEach(
            event ->
                events.add(
                    new Link(
                        event.position(), event.at().toEpochMilli(), Wire.event(epoch, event))));
    long end = page.complete() ? watermark : events.get(events.size() - 1).position;
    return new Replay(epoch, told(reader, cursor, watermark), events, end, false);
  }

  /** The cursor means nothing: the stream goes on from now, and its client has to read again. */
  private Replay startOver(String epoch, Collection<Topic> topics) {
    Map<Topic, Long> floors = log.floors(topics);
    long now = hub.watermark();
    long oldest = floors.values().stream().mapToLong(Long::longValue).max().orElse(0);
    return new Replay(epoch, List.of(reset(topics, oldest, now, now)), List.of(), now, true);
  }

  /** Floors are read after the events: what was deleted in between shows here. */
  private List<byte[]> told(Reader reader, long cursor, long newest) {
    Map<Topic, Long> below = reader.newlyBelow(log.floors(reader.topics()), cursor);
    if (below.isEmpty()) {
      return List.of();
    }
    long oldest = below.values().stream().mapToLong(Long::longValue).max().orElseThrow();
    return List.of(reset(below.keySet(), oldest, newest, cursor));
  }

  private byte[] reset(Collection<Topic> topics, long oldest, long newest, long cursor) {
    String json =
        topics.stream()
            .sorted()
            .map(topic -> "\"" + topic + "\"")
            .collect(
                Collectors.joining(
                    ",",
                    "{\"topics\":[",
                    "],\"oldest\":\"%s\",\"newest\":\"%s\"}"
                        .formatted(hub.id(oldest), hub.id(Math.max(oldest, newest)))));
    return Wire.own("reset", json, hub.id(cursor));
  }
}
