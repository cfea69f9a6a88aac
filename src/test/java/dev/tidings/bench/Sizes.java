package dev.tidings.bench;

/**
 * How much load, by system properties.
 *
 * @param subscribers {@code bench.subscribers}: the large audience; the small one is a fifth, the
 *     idle one twice as many, and a tenth stalls
 * @param seconds {@code bench.seconds}: how long one measurement lasts, half as long before it
 *     counts
 * @param warmUp {@code bench.warm-up}: seconds of load before the first row, for each side; on one
 *     core the JVM compiles for about a minute until a request costs what it will cost
 * @param runs {@code bench.runs}: of which the median is told, after one that does not count
 * @param window {@code bench.window}: events published but not delivered to all, at most, where the
 *     load is as much as the server takes
 * @param dataBytes {@code bench.bytes}: of each event
 * @param rows {@code bench.rows}: a regular expression for the titles of the rows to measure
 */
record Sizes(
    int subscribers, int seconds, int warmUp, int runs, int window, int dataBytes, String rows) {
  static Sizes ofSystem() {
    return new Sizes(
        Integer.getInteger("bench.subscribers", 5_000),
        Integer.getInteger("bench.seconds", 10),
        Integer.getInteger("bench.warm-up", 60),
        Integer.getInteger("bench.runs", 3),
        Integer.getInteger("bench.window", 4_000),
        Integer.getInteger("bench.bytes", 200),
        System.getProperty("bench.rows", ""));
  }

  int few() {
    return Math.max(1, subscribers / 5);
  }

  int idle() {
    return 2 * subscribers;
  }

  int stalled() {
    return Math.max(1, subscribers / 10);
  }
}
