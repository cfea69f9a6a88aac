package dev.tidings.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Many streams, read by one thread. What it counts since the last {@link #mark} belongs to that
 * thread; its methods may be called by any.
 */
final class Audience implements AutoCloseable {
  /** What was received in a stretch of time. */
  record Heard(long deliveries, Duration time, Latencies latencies) {
    double perSecond() {
      return deliveries / (time.toNanos() / 1e9);
    }

    /** In milliseconds. */
    double percentile(double percent) {
      return latencies.percentile(percent) / 1e3;
    }
  }

  /** What the streams have missed, or received as they should not. */
  record Verdict(long lost, long doubled, long disordered) {}

  /** A stream is asked for at this path, and listens to this topic of the ledger. */
  record Seat(String path, int topic) {}

  private static final int READ_BYTES = 1 << 18;

  /** An address has 28,000 ports, a minute of closed connections included. */
  private static final int STREAMS_PER_ADDRESS = 4_000;

  /** Connections on their way; more than a backlog takes would be tried again a second later. */
  private static final int MOST_OPENING = 200;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(2);

  private final InetSocketAddress server;
  private final String headers;
  private final Ledger ledger;
  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final byte[] bytes = new byte[READ_BYTES];
  private final ByteBuffer buffer = ByteBuffer.wrap(bytes);

  private final List<OpenStream> streams = new ArrayList<>();
  private final Queue<OpenStream> toOpen = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> told = new TreeMap<>();
  private final Latencies connecting = new Latencies();
  private Latencies latencies = new Latencies();
  private long markedAt = System.nanoTime();
  private long markedDeliveries;
  private long lastServed;
  private long now;
  private int opening;
  private int mostOpening = MOST_OPENING;
  private int smallBuffers;
  private int receiveBuffer;

  /** Counted by the thread, read by all. */
  private final AtomicLong deliveries = new AtomicLong();

  private volatile int served;
  private volatile int ended;
  private volatile boolean stopped;
  private volatile @Nullable Throwable failure;

  /**
   * @param headers for each request, each with its line end
   */
  Audience(InetSocketAddress server, String headers, Ledger ledger) {
    this.server = server;
    this.headers = headers;
    this.ledger = ledger;
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.thread = new Thread(this::run, "audience");
    thread.setDaemon(true);
    thread.start();
  }

  // ---- what the load asks for

  /** The first so many streams get a receive buffer of so many bytes, about. */
  void smallBuffers(int count, int size) {
    smallBuffers = count;
    receiveBuffer = size;
  }

  /** Opens streams and returns when each of them has said something. */
  void open(int count, IntFunction<Seat> seats) {
    call(
        () -> {
          for (int i = 0; i < count; i++) {
            Seat seat = seats.apply(i);
            OpenStream stream =
                new OpenStream(this, i, seat.path(), new Received(ledger, seat.topic()));
            streams.add(stream);
            toOpen.add(stream);
          }
          return null;
        });
    await(() -> served == count, PATIENCE, "streams to be served");
  }

  /**
   * Hangs up on all streams, and at once asks for all of them again; returns when all are served.
   */
  Duration storm() {
    long begun =
        call(
            () -> {
              streams.forEach(this::hangUp);
              connecting.clear();
              mostOpening = Integer.MAX_VALUE;
              toOpen.addAll(streams);
              return System.nanoTime();
            });
    await(() -> served == streams.size(), PATIENCE, "streams to be served again");
    return Duration.ofNanos(call(() -> lastServed) - begun);
  }

  /** The first so many streams stop reading. Their latencies do not count any more. */
  void stall(int count) {
    call(
        () -> {
          streams.subList(0, count).forEach(stream -> interest(stream, 0));
          return null;
        });
  }

  /** The latencies of the first so many streams do not count, and they come back when ended. */
  void setApart(int count) {
    call(
        () -> {
          for (OpenStream stream : streams.subList(0, count)) {
            stream.counted = false;
            stream.persistent = true;
          }
          return null;
        });
  }

  /** Those that stalled read on; who finds its connection ended comes back. */
  void resume(int count) {
    call(
        () -> {
          streams.subList(0, count).forEach(stream -> interest(stream, SelectionKey.OP_READ));
          return null;
        });
  }

  /** The ports of the first so many streams, in their order. */
  List<Integer> ports(int count) {
    return call(() -> streams.subList(0, count).stream().map(Audience::port).toList());
  }

  /** What was heard since the last mark, or since the beginning. */
  Heard mark() {
    return call(
        () -> {
          long here = System.nanoTime();
          long sum = deliveries.get();
          Heard heard =
              new Heard(sum - markedDeliveries, Duration.ofNanos(here - markedAt), latencies);
          latencies = new Latencies();
          markedAt = here;
          markedDeliveries = sum;
          return heard;
        });
  }

  /** Returns when all that was published is there, or nothing has come for so long. */
  void drain(Duration quiet) {
    long expected =
        call(
            () ->
                streams.stream()
                    .mapToLong(stream -> ledger.published(stream.received().topic()))
                    .sum());
    long seen = -1;
    long since = System.nanoTime();
    while (deliveries.get() < expected && System.nanoTime() - since < quiet.toNanos()) {
      if (deliveries.get() != seen) {
        seen = deliveries.get();
        since = System.nanoTime();
      }
      Pause.of(LOOK);
    }
  }

  Verdict verdict() {
    return call(
        () -> {
          long lost = 0;
          long doubled = 0;
          long disordered = 0;
          for (OpenStream stream : streams) {
            lost += stream.received().lost();
            doubled += stream.received().doubled();
            disordered += stream.received().disordered();
          }
          return new Verdict(lost, doubled, disordered);
        });
  }

  /** How long connections took from being begun to the first event, since the last storm. */
  Latencies connecting() {
    return call(
        () -> {
          Latencies copy = new Latencies();
          copy.add(connecting);
          return copy;
        });
  }

  /** How often the streams said what of themselves, such as {@code tick}, or {@code status 503}. */
  Map<String, Integer> told() {
    return call(() -> new TreeMap<>(told));
  }

  /** Events received by all streams. */
  long deliveries() {
    return deliveries.get();
  }

  /** Streams that are open and have said something. */
  int served() {
    return served;
  }

  /** Connections that the server has ended. */
  int ended() {
    return ended;
  }

  /** Hangs up on all streams with a reset, which leaves no port occupied. */
  @Override
  public void close() {
    call(
        () -> {
          streams.forEach(this::reset);
          return null;
        });
    stopped = true;
    selector.wakeup();
    try {
      thread.join(PATIENCE.toMillis());
      selector.close();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  // ---- what the streams say, on the thread

  Ledger ledger() {
    return ledger;
  }

  void answered(int status) {
    if (status != 200) {
      told.merge("status " + status, 1, Integer::sum);
    }
  }

  void delivered(OpenStream stream, long ts) {
    serve(stream);
    // Only this thread counts.
    deliveries.lazySet(deliveries.getPlain() + 1);
    if (stream.counted) {
      latencies.add((now - ts) / 1_000);
    }
  }

  void told(OpenStream stream, String type) {
    serve(stream);
    told.merge(type, 1, Integer::sum);
  }

  private void serve(OpenStream stream) {
    if (!stream.served) {
      stream.served = true;
      lastServed = now;
      connecting.add((now - stream.begun) / 1_000);
      served(1);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Only the thread writes.
  private void served(int change) {
    served += change;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Only the thread writes.
  private void ended(int change) {
    ended += change;
  }

  // ---- the thread

  private void run() {
    try {
      while (!stopped) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        while (opening < mostOpening && !toOpen.isEmpty()) {
          connect(toOpen.remove());
        }
        selector.select(this::ready, 100);
      }
    } catch (IOException | RuntimeException | Error broken) {
      failure = broken;
    }
  }

  private void ready(SelectionKey key) {
    OpenStream stream = (OpenStream) key.attachment();
    try {
      if (key.isConnectable()) {
        request(stream);
      } else if (key.isReadable()) {
        read(stream);
      }
    } catch (IOException hungUp) {
      end(stream);
    }
  }

  private void connect(OpenStream stream) {
    try {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      if (stream.index() < smallBuffers) {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
      }
      if (streams.size() > STREAMS_PER_ADDRESS) {
        channel.bind(new InetSocketAddress(source(stream.index()), 0));
      }
      stream.begun = System.nanoTime();
      stream.served = false;
      stream.connecting = true;
      stream.channel = channel;
      stream.key = channel.register(selector, SelectionKey.OP_CONNECT, stream);
      opening++;
      if (channel.connect(server)) {
        request(stream);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetAddress source(int index) throws IOException {
    return InetAddress.getByAddress(
        new byte[] {127, 0, 0, (byte) (1 + index / STREAMS_PER_ADDRESS)});
  }

  private void request(OpenStream stream) throws IOException {
    SocketChannel channel = stream.channel;
    channel.finishConnect();
    connected(stream);
    // A request is smaller than an empty socket buffer.
    channel.write(ByteBuffer.wrap(stream.request(headers).getBytes(StandardCharsets.ISO_8859_1)));
    interest(stream, SelectionKey.OP_READ);
  }

  /** Or not: it is not on its way any more. */
  private void connected(OpenStream stream) {
    if (stream.connecting) {
      stream.connecting = false;
      opening--;
    }
  }

  private void read(OpenStream stream) throws IOException {
    buffer.clear();
    int count = stream.channel.read(buffer);
    now = System.nanoTime();
    if (count > 0) {
      stream.feed(bytes, count);
    }
    if (count < 0 || stream.over()) {
      end(stream);
    }
  }

  private void end(OpenStream stream) {
    hangUp(stream);
    ended(1);
    if (stream.persistent) {
      toOpen.add(stream);
    }
  }

  private void hangUp(OpenStream stream) {
    if (stream.channel == null || !stream.channel.isOpen()) {
      return;
    }
    connected(stream);
    if (stream.served) {
      served(-1);
    }
    stream.served = false;
    try {
      stream.channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void reset(OpenStream stream) {
    try {
      if (stream.channel != null && stream.channel.isOpen()) {
        stream.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    hangUp(stream);
  }

  private static void interest(OpenStream stream, int operations) {
    if (stream.key != null && stream.key.isValid()) {
      stream.key.interestOps(operations);
    }
  }

  private static int port(OpenStream stream) {
    try {
      return ((InetSocketAddress) stream.channel.getLocalAddress()).getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- to the thread and back

  private <T> T call(Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    tasks.add(
        () -> {
          try {
            answer.complete(question.get());
          } catch (RuntimeException | Error failed) {
            answer.completeExceptionally(failed);
          }
        });
    selector.wakeup();
    await(answer::isDone, PATIENCE, "the audience's thread");
    return answer.join();
  }

  private void await(BooleanSupplier condition, Duration patience, String what) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (failure != null) {
        throw new IllegalStateException("The audience's thread has ended.", failure);
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "Waited in vain for "
                + what
                + ": "
                + served
                + " of "
                + streams.size()
                + " are served, "
                + ended
                + " were ended, and they said "
                + told());
      }
      Pause.of(LOOK);
    }
  }
}
