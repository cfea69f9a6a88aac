package dev.tidings.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tries to sign in that have failed or are under way: by name and address together, by address and
 * by name. Who has used up the tries of a window waits until it is over; a window begins with the
 * first try in it.
 *
 * <p>By name alone the bound has to be the largest: whoever meets it keeps the user out, too.
 *
 * <p>Memory is bounded: the oldest windows are forgotten. Safe for any thread.
 */
final class Attempts {
  /** Windows that are remembered, at most; up to 500 bytes each. */
  private static final int MOST = 100_000;

  private static final int LONGEST_NAME = 100;

  /** Marks and what is not seen: to some directories, names that differ in them are one. */
  private static final Pattern IGNORED = Pattern.compile("[\\p{M}\\p{Cf}]");

  /**
   * How many tries may fail in a window.
   *
   * @param together of one name from one address
   * @param perAddress from one address, whatever the name
   * @param perName of one name, wherever from
   */
  record Bounds(long together, long perAddress, long perName, Duration window) {}

  /** Null stands for all of them. */
  private record Of(@Nullable String name, @Nullable String address) {}

  private static final class Window {
    private final long began;
    private long tries;
    private boolean told;

    Window(long began) {
      this.began = began;
    }
  }

  private final LongSupplier clock;

  /** The oldest first. Guarded by this. */
  private final Map<Of, Window> windows = new LinkedHashMap<>();

  /**
   * @param clock in nanoseconds
   */
  Attempts(LongSupplier clock) {
    this.clock = clock;
  }

  /**
   * Somebody wants to try. It counts as failed from now on, so that many tries at once are not more
   * than one after the other.
   *
   * @return how long to wait before the next try; zero: this one may go on
   */
  synchronized Duration begin(String name, String address, Bounds bounds) {
    long now = clock.getAsLong();
    long length = bounds.window().toNanos();
    Iterator<Window> oldest = windows.values().iterator();
    while (oldest.hasNext() && now - oldest.next().began >= length) {
      oldest.remove();
    }
    Map<Of, Long> most = most(name, address, bounds);
    long wait = 0;
    for (Map.Entry<Of, Long> bound : most.entrySet()) {
      Window window = windows.get(bound.getKey());
      if (window != null && window.tries >= bound.getValue()) {
        wait = Math.max(wait, window.began + length - now);
      }
    }
    if (wait == 0) {
      most.keySet().forEach(of -> count(of, now));
    }
    return Duration.ofNanos(wait);
  }

  /**
   * Whether somebody who has to wait is the first in a window for whom that is so. The others are
   * no news, and whoever wants to hide in the log would make many.
   */
  synchronized boolean isNews(String name, String address, Bounds bounds) {
    boolean news = false;
    for (Map.Entry<Of, Long> bound : most(name, address, bounds).entrySet()) {
      Window window = windows.get(bound.getKey());
      if (window != null && window.tries >= bound.getValue() && !window.told) {
        window.told = true;
        news = true;
      }
    }
    return news;
  }

  private static Map<Of, Long> most(String name, String address, Bounds bounds) {
    String who = known(name);
    String where = network(address);
    return Map.of(
        new Of(who, where), bounds.together(),
        new Of(null, where), bounds.perAddress(),
        new Of(who, null), bounds.perName());
  }

  /** A try that had begun has succeeded: those before it were this user's own mistakes. */
  synchronized void succeeded(String name, String address) {
    String who = known(name);
    String where = network(address);
    windows.remove(new Of(who, where));
    takeBack(new Of(null, where));
    takeBack(new Of(who, null));
  }

  /** Windows that are remembered. */
  synchronized int size() {
    return windows.size();
  }

  private void count(Of of, long now) {
    windows.computeIfAbsent(of, first -> new Window(now)).tries++;
    if (windows.size() > MOST) {
      Iterator<Window> oldest = windows.values().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  private void takeBack(Of of) {
    Window window = windows.get(of);
    if (window != null && --window.tries <= 0) {
      windows.remove(of);
    }
  }

  /** Directories take all ways to write a name for the same; so must who counts. */
  private static String known(String name) {
    String plain = Normalizer.normalize(cut(name), Normalizer.Form.NFKD);
    return cut(IGNORED.matcher(plain).replaceAll("").strip().toLowerCase(Locale.ROOT));
  }

  private static String cut(String name) {
    return name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }

  /** Who has one IPv6 address has 2^64 of them: the network counts. */
  private static String network(String address) {
    if (!address.contains(":")) {
      return address;
    }
    try {
      // With a colon it is never looked up.
      byte[] bytes = InetAddress.getByName(address).getAddress();
      return HexFormat.of().formatHex(bytes.length == 16 ? Arrays.copyOf(bytes, 8) : bytes);
    } catch (UnknownHostException none) {
      return address;
    }
  }
}
