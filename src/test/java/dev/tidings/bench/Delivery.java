package dev.tidings.bench;

import dev.tidings.bench.Audience.Heard;
import dev.tidings.bench.Audience.Seat;
import dev.tidings.bench.Publishers.Answered;
import dev.tidings.bench.Publishers.Load;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Publishers publish and an audience listens.
 *
 * @param topic the topic; of many, what their names begin with
 * @param topics how many there are
 * @param streams how many listen, the same number to each topic
 * @param figures what is told
 */
record Delivery(
    String title,
    boolean stockToo,
    String topic,
    int topics,
    int streams,
    Load load,
    Duration time,
    Set<Figure> figures)
    implements Row {
  private static final Duration QUIET = Duration.ofSeconds(5);

  /** The container's broadcaster lets go of a client that is gone at the third event after. */
  private static final int EVENTS_TO_NOTICE = 3;

  /** Of no ledger. */
  private static final String NOTHING = "{\"seq\":0,\"ts\":1}";

  @Override
  public boolean freshServer() {
    return false;
  }

  @Override
  public int sockets() {
    return streams + load.connections();
  }

  @Override
  public Run run(Target target) {
    List<String> names =
        topics == 1
            ? List.of(topic)
            : IntStream.range(0, topics).mapToObj(i -> topic + "-" + i).toList();
    Ledger ledger = new Ledger(topics, load.connections());
    try (Audience audience = new Audience(target.address(), target.listenerHeaders(), ledger)) {
      audience.open(
          streams, i -> new Seat(target.streamPath(names.get(i % topics), "b" + i), i % topics));
      Run run = publish(target, names, ledger, audience);
      run.figures().keySet().retainAll(figures);
      return run;
    } finally {
      letGo(target, names.get(0));
    }
  }

  private Run publish(Target target, List<String> names, Ledger ledger, Audience audience) {
    try (Publishers publishers = new Publishers(target, names, ledger, audience, load)) {
      // Buffers, pools and the congestion windows of the connections find their sizes.
      Pause.of(time.dividedBy(2));
      CpuMeter cpu = CpuMeter.begin(target);
      audience.mark();
      publishers.mark();
      Pause.of(time);
      Heard heard = audience.mark();
      Answered answered = publishers.mark();
      double micros = cpu.serverMicros();
      double foreign = cpu.foreignShare();
      publishers.close();
      audience.drain(QUIET);
      return new Run()
          .with(Figure.DELIVERIES, heard.perSecond())
          .with(Figure.CPU_PER_DELIVERY, micros / heard.deliveries())
          .with(Figure.P50, heard.percentile(50))
          .with(Figure.P99, heard.percentile(99))
          .with(Figure.PUBLISHES, answered.events() / (heard.time().toNanos() / 1e9))
          .with(Figure.CPU_PER_PUBLISH, micros / answered.events())
          .with(Figure.ANSWER_P50, answered.latencies().percentile(50) / 1e3)
          .with(Figure.ANSWER_P99, answered.latencies().percentile(99) / 1e3)
          .with(Figure.LATE, publishers.latest().toNanos() / 1e6)
          .foreign(foreign)
          .check(audience, publishers);
    }
  }

  /** The clients are gone; a server notices when it writes. */
  private static void letGo(Target target, String topic) {
    try (HttpConnection connection =
        new HttpConnection(target.address(), target.publisherHeaders(topic))) {
      for (int i = 0; i < EVENTS_TO_NOTICE; i++) {
        connection.post(target.publishPath(topic), target.body(List.of(NOTHING)));
        Pause.of(Duration.ofMillis(200));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
