package dev.tidings.stream;

import dev.tidings.events.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what follows a cursor: the channels' chains where they reach back to it, pages of the log
 * where they do not. Replay and live are the same read; there is no hand-over between them.
 *
 * <p>Fields without another note belong to the run loop of the stream, which one writer at a time
 * executes.
 */
final class Reader {
  private static final long RETRY_NANOS = 1_000_000_000L;

  private final Subscriber subscriber;
  private final Hub hub;
  private final Replays replays;
  private final List<Topic> topics;

  /** The position up to which the stream was served. Others read it to say where it stands. */
  private volatile long cursor;

  /** Whether each place's last link is in memory; the log is read otherwise. */
  private boolean inMemory;

  /** Live events and those of the log take turns to go first, so that neither keeps the other. */
  private boolean liveFirst;

  private @Nullable Replay replay;
  private int replayed;
  private Map<Topic, Long> toldFloors = Map.of();

  /** A page of the log was asked for. */
  private boolean reading;

  /** Its client has yet to be told that the cursor means nothing. */
  private volatile boolean losing;

  /** The log has confirmed that the cursor is not beyond its head. */
  private boolean verified;

  private final Delay delay = new Delay(System.currentTimeMillis());

  /** Events in the batch under way. */
  private int events;

  /** Those of them that somebody follows, by position. */
  private List<Long> followed = List.of();

  private volatile List<Place> places = List.of();

  /** Handed over by a reader of the log. */
  private volatile @Nullable Replay arrived;

  private volatile boolean failed;
  private volatile long lastTry;
  private volatile boolean lost;

  /**
   * Nothing is read before {@link #begin}.
   *
   * @param lost whether what the client asked to resume from means nothing
   */
  Reader(
      Subscriber subscriber,
      Hub hub,
      Replays replays,
      List<Topic> topics,
      long cursor,
      boolean lost) {
    this.subscriber = subscriber;
    this.hub = hub;
    this.replays = replays;
    this.topics = List.copyOf(topics);
    this.cursor = cursor;
    this.lost = lost;
  }

  List<Topic> topics() {
    return topics;
  }

  List<Channel> channels() {
    return places.stream().map(place -> place.channel).toList();
  }

  /** Whether it has got its channels: before that, its client may not know that it is connected. */
  boolean begun() {
    return !places.isEmpty();
  }

  long cursor() {
    return cursor;
  }

  /** Whether a page of the log is read or served. Of another thread, a look that may be late. */
  boolean replaying() {
    return reading || replay != null;
  }

  /** When it was made, in epoch milliseconds. */
  long since() {
    return delay.since();
  }

  /** Positions that are to be read before it has all of its topics; 0 if it has. */
  long lag() {
    long from = cursor;
    boolean behind = replaying() || places.stream().anyMatch(place -> place.channel.end() > from);
    return behind ? Math.max(0, hub.watermark() - from) : 0;
  }

  /** Whether its client has yet to be told that what it resumed from means nothing. */
  boolean astray() {
    return lost || losing;
  }

  /**
   * Gets the channels of its topics, in their order. Under the hub's lock: what is appended from
   * now on follows the links where it begins.
   */
  void begin(List<Channel> joined) {
    List<Place> taken = joined.stream().map(Place::new).toList();
    if (!lost && cursor <= hub.watermark()) {
      inMemory = findLinks(taken);
    }
    // Last: from here on the run loop reads.
    places = taken;
  }

  /** The cursor means nothing any more. */
  void lose() {
    lost = true;
  }

  /** A page of the log has been read. */
  void arrived(Replay page) {
    arrived = page;
    subscriber.wake();
  }

  /** A page could not be read. */
  void failed() {
    lastTry = System.nanoTime();
    failed = true;
  }

  /** Whether a page that could not be read is to be asked for again. */
  boolean retries(long now) {
    return failed && now - lastTry >= RETRY_NANOS;
  }

  /** The floors above a position that this stream has not been told yet; now they count as told. */
  Map<Topic, Long> newlyBelow(Map<Topic, Long> floors, long position) {
    Map<Topic, Long> below = new HashMap<>(floors);
    below
        .entrySet()
        .removeIf(
            floor ->
                floor.getValue() <= position
                    || floor.getValue() <= toldFloors.getOrDefault(floor.getKey(), -1L));
    if (!below.isEmpty()) {
      Map<Topic, Long> told = new HashMap<>(toldFloors);
      told.putAll(below);
      toldFloors = told;
    }
    return below;
  }

  // ---- the run loop

  /**
   * Reads until the batch is full or there is nothing more to read for now.
   *
   * @param limit bytes after which the batch counts as full
   * @return how many events were added
   */
  int fill(Batch batch, int limit) {
    events = 0;
    followed = List.of();
    List<Place> here = places;
    if (here.isEmpty()) {
      // Before the hub let the stream listen there is nothing to read.
      return 0;
    }
    liveFirst = !liveFirst;
    if (liveFirst) {
      fillLive(here, batch, limit);
    }
    fillLogged(here, batch, limit);
    if (!liveFirst) {
      fillLive(here, batch, limit);
    }
    return events;
  }

  /** How long the events in the batch under way have waited; for who has written it. */
  Delay delay() {
    return delay;
  }

  /** The batch was written. */
  void written() {
    followed.forEach(hub.traced()::delivered);
  }

  private void fillLive(List<Place> here, Batch batch, int limit) {
    for (int i = 0; i < here.size(); i++) {
      if (here.get(i).hasLive()) {
        events +=
            here.get(i)
                .serveLive(
                    batch,
                    limit,
                    delay,
                    (channel, missed) ->
                        batch.add(Wire.own("gap", gap(channel.topic(), missed), null)));
      }
    }
  }

  private static String gap(Topic topic, long missed) {
    return "{\"topic\":\"" + topic + "\",\"missed\":" + missed + "}";
  }

  private void fillLogged(List<Place> here, Batch batch, int limit) {
    if (lost) {
      losing = true;
      lost = false;
      inMemory = false;
      replay = null;
    }
    boolean more = true;
    while (more && batch.size() < limit) {
      more = inMemory ? fromMemory(here, batch, limit) : fromLog(batch, limit);
    }
  }

  /** Follows the chains in position order; false when they were followed to the watermark. */
  private boolean fromMemory(List<Place> here, Batch batch, int limit) {
    long watermark = hub.watermark();
    while (batch.size() < limit) {
      Place first = null;
      Link next = null;
      for (int i = 0; i < here.size(); i++) {
        Place place = here.get(i);
        Link stands = place.logged;
        Link candidate = stands == null ? Link.CUT : stands.next;
        if (candidate == Link.CUT) {
          inMemory = false;
          return true;
        }
        if (candidate != null
            && candidate.position <= watermark
            && (next == null || candidate.position < next.position)) {
          first = place;
          next = candidate;
        }
      }
      if (first == null || next == null) {
        cursor = Math.max(cursor, watermark);
        return false;
      }
      byte[] bytes = next.bytes;
      if (bytes == null) {
        inMemory = false;
        return true;
      }
      first.logged = next;
      add(next, bytes, batch);
    }
    return true;
  }

  /** Serves a page of the log; false when there is none yet. */
  private boolean fromLog(Batch batch, int limit) {
    Replay page = replay;
    if (page == null) {
      page = next();
      if (page == null) {
        return inMemory;
      }
      page.told().forEach(batch::add);
    }
    List<Link> links = page.events();
    while (replayed < links.size() && batch.size() < limit) {
      Link link = links.get(replayed++);
      byte[] bytes = link.bytes;
      if (bytes != null) {
        add(link, bytes, batch);
      }
    }
    if (replayed == links.size()) {
      cursor = page.lost() ? page.end() : Math.max(cursor, page.end());
      replay = null;
    }
    return true;
  }

  /** The page that has arrived; otherwise goes on in memory, or asks for a page. */
  private @Nullable Replay next() {
    if (reading) {
      Replay page = arrived;
      if (page != null) {
        arrived = null;
        reading = false;
        // A page that was asked for before the cursor was lost is of no use.
        if (page.epoch().equals(hub.epoch()) && (page.lost() || !losing)) {
          if (page.lost()) {
            losing = false;
            toldFloors = Map.of();
          }
          verified = true;
          replay = page;
          replayed = 0;
          return page;
        }
      } else if (!retries(System.nanoTime())) {
        return null;
      }
    }
    failed = false;
    // A cursor beyond the watermark is first held against the head of the log.
    if (!losing && (verified || cursor <= hub.watermark())) {
      inMemory = findLinks(places);
    }
    // At the watermark there is nothing to read, even if a floor is above: the tail will get there.
    reading = !inMemory && (losing || !verified || cursor < hub.watermark());
    if (reading) {
      replays.request(this, cursor, losing);
    }
    return null;
  }

  /** Takes its place in every chain after the cursor; false if one does not reach back to it. */
  private boolean findLinks(List<Place> here) {
    for (Place place : here) {
      place.logged = place.channel.at(cursor);
      if (place.logged == null) {
        return false;
      }
    }
    return true;
  }

  private void add(Link link, byte[] bytes, Batch batch) {
    if (link.position > cursor) {
      batch.add(bytes);
      delay.of(link.at);
      events++;
      cursor = link.position;
      if (hub.traced().expects(link.position)) {
        follow(link.position);
      }
    }
  }

  private void follow(long position) {
    if (followed.isEmpty()) {
      followed = new ArrayList<>();
    }
    followed.add(position);
  }
}
