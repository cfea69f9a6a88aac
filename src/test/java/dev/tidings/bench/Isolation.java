package dev.tidings.bench;

import dev.tidings.bench.Audience.Heard;
import dev.tidings.bench.Audience.Seat;
import dev.tidings.bench.Audience.Verdict;
import dev.tidings.bench.Publishers.Load;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Some clients stop reading while events flow on a durable topic: what that costs the others and
 * the server, when they are cut, and whether they miss anything once they are back.
 */
final class Isolation {
  /**
   * How much load.
   *
   * @param stalled how many of the streams stop reading
   * @param perSecond events
   * @param dataBytes of each event; at the given rate it should fill some 3 MB of socket buffers
   *     within seconds, for only then does a write wait
   * @param calm how long it is measured before they stop
   */
  record Extent(int streams, int stalled, double perSecond, int dataBytes, Duration calm) {
    /** Enough to see it, in less than a minute. */
    static Extent small() {
      return new Extent(200, 50, 20, 16_384, Duration.ofSeconds(5));
    }
  }

  /**
   * What was found; memory in bytes.
   *
   * @param calm what the readers heard while all read
   * @param disturbed what they heard from the moment others stopped until the last one was cut
   * @param cutAfterFull for each stalled client that was cut, how long after its connection had
   *     taken the last byte, in ascending order, exact to 200 ms
   * @param back from reading again until each was served again
   */
  record Result(
      Latencies calm,
      Latencies disturbed,
      long calmHeap,
      long stalledHeap,
      long calmResident,
      long stalledResident,
      List<Duration> cutAfterFull,
      Duration back,
      Verdict verdict,
      Map<String, Integer> told,
      Map<String, Integer> failures) {
    /** In milliseconds. */
    double calmP99() {
      return calm.percentile(99) / 1e3;
    }

    /** In milliseconds. */
    double disturbedP99() {
      return disturbed.percentile(99) / 1e3;
    }
  }

  private static final String TOPIC = "feeds/bench";
  private static final int PUBLISHERS = 4;
  private static final int RECEIVE_BUFFER = 16_384;
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration SETTLE = Duration.ofSeconds(1);
  private static final Duration QUIET = Duration.ofSeconds(10);

  /** Longer than it takes to fill the buffers, and then the server's write time-out of 10 s. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Target target;
  private final Extent extent;
  private final ServerProcess server;
  private final Ledger ledger = new Ledger(1, PUBLISHERS);
  private final Latencies disturbed = new Latencies();

  private Isolation(Target target, Extent extent) {
    this.target = target;
    this.extent = extent;
    this.server = new ServerProcess(target.server().pid());
  }

  static Result measure(Target target, Extent extent) {
    return new Isolation(target, extent).measure();
  }

  private Result measure() {
    try (Audience audience = new Audience(target.address(), target.listenerHeaders(), ledger)) {
      audience.smallBuffers(extent.stalled(), RECEIVE_BUFFER);
      audience.open(extent.streams(), i -> new Seat(target.streamPath(TOPIC, "b" + i), 0));
      audience.setApart(extent.stalled());
      try (Publishers publishers =
          new Publishers(
              target,
              List.of(TOPIC),
              ledger,
              audience,
              Load.paced(PUBLISHERS, extent.perSecond(), extent.dataBytes()))) {
        return measure(audience, publishers);
      }
    }
  }

  private Result measure(Audience audience, Publishers publishers) {
    Pause.of(WARM_UP);
    audience.mark();
    Pause.of(extent.calm());
    Heard calm = audience.mark();
    long calmHeap = collected(audience);
    long calmResident = server.resident();

    Stall stall = new Stall(audience.ports(extent.stalled()), target.address().getPort());
    audience.stall(extent.stalled());
    watch(stall, stall::allFull);
    disturbed.add(audience.mark().latencies());
    long stalledHeap = collected(audience);
    long stalledResident = server.resident();
    watch(stall, stall::allCut);
    disturbed.add(audience.mark().latencies());

    Duration back = comeBack(audience);
    publishers.close();
    audience.drain(QUIET);
    return new Result(
        calm.latencies(),
        disturbed,
        calmHeap,
        stalledHeap,
        calmResident,
        stalledResident,
        stall.cutAfterFull(),
        back,
        audience.verdict(),
        audience.told(),
        publishers.failures());
  }

  /** The garbage collection stops the server; what is heard meanwhile is not of this experiment. */
  private long collected(Audience audience) {
    long heap = server.liveHeap();
    Pause.of(SETTLE);
    audience.mark();
    return heap;
  }

  private static void watch(Stall stall, java.util.function.BooleanSupplier until) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!until.getAsBoolean() && System.nanoTime() < deadline) {
      Pause.of(LOOK);
      stall.look();
    }
  }

  private Duration comeBack(Audience audience) {
    int before = audience.ended();
    long begun = System.nanoTime();
    audience.resume(extent.stalled());
    long deadline = begun + PATIENCE.toNanos();
    while ((audience.ended() - before < extent.stalled() || audience.served() < extent.streams())
        && System.nanoTime() < deadline) {
      Pause.of(Duration.ofMillis(5));
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** What the kernel tells of the stalled clients' connections, at the server's end. */
  private static final class Stall {
    private final List<Integer> clients;
    private final int port;
    private final long[] waiting;
    private final long[] lastTaken;
    private final long[] cut;
    private long lookedAt = System.nanoTime();

    Stall(List<Integer> clients, int port) {
      this.clients = clients;
      this.port = port;
      this.waiting = new long[clients.size()];
      this.lastTaken = LongStream.generate(() -> lookedAt).limit(clients.size()).toArray();
      this.cut = new long[clients.size()];
    }

    void look() {
      Map<Long, Long> open =
          ServerProcess.connections(port).stream()
              .collect(java.util.stream.Collectors.toMap(end -> end[0], end -> end[1], Math::max));
      lookedAt = System.nanoTime();
      for (int i = 0; i < clients.size(); i++) {
        Long bytes = open.get((long) clients.get(i));
        if (bytes == null) {
          cut[i] = cut[i] == 0 ? lookedAt : cut[i];
        } else if (bytes != waiting[i]) {
          waiting[i] = bytes;
          lastTaken[i] = lookedAt;
        }
      }
    }

    boolean allFull() {
      for (int i = 0; i < cut.length; i++) {
        if (cut[i] == 0 && lookedAt - lastTaken[i] < 5 * LOOK.toNanos()) {
          return false;
        }
      }
      return true;
    }

    boolean allCut() {
      return LongStream.of(cut).allMatch(at -> at > 0);
    }

    List<Duration> cutAfterFull() {
      return java.util.stream.IntStream.range(0, cut.length)
          .filter(i -> cut[i] > 0)
          .mapToObj(i -> Duration.ofNanos(cut[i] - lastTaken[i]))
          .sorted()
          .toList();
    }
  }
}
