package dev.tidings.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Reads MicroProfile Config as it goes: a value edited in {@code server.xml} holds 50 ms after
 * Liberty has seen it. Every key has its default in {@code
 * META-INF/microprofile-config.properties}.
 *
 * <p>A value that cannot be read or lies out of bounds must not take a running hub down, so the
 * last good value stays in force, and the log says so once for each bad value. Safe for any thread.
 */
@ApplicationScoped
public class Settings {
  private static final Logger LOG = Logger.getLogger(Settings.class.getName());

  private final Map<String, Object> good = new ConcurrentHashMap<>();
  private final Map<String, String> complained = new ConcurrentHashMap<>();

  /** What was read, for as long as nobody would notice: requests ask for dozens of values each. */
  private record Read(Object value, long at) {}

  private final Map<String, Read> read = new ConcurrentHashMap<>();

  @Inject Config config;

  /** How long a value that was read is used. */
  long keepNanos = TimeUnit.MILLISECONDS.toNanos(50);

  /** A duration in ISO-8601 form, such as {@code PT15S}, from {@code min} to {@code max}. */
  public Duration duration(String key, Duration min, Duration max) {
    return recent(key, Duration.class, () -> bounded(key, Duration.class, min, max));
  }

  /** A whole number from {@code min} to {@code max}. */
  public long number(String key, long min, long max) {
    return recent(key, Long.class, () -> bounded(key, Long.class, min, max));
  }

  /** Whether it is {@code true}; anything else but {@code yes}, {@code on} and 1 is false. */
  public boolean flag(String key) {
    return recent(key, Boolean.class, () -> bounded(key, Boolean.class, false, true));
  }

  /** A text as it stands; empty where the key is not set. */
  public String text(String key) {
    return recent(key, String.class, () -> config.getOptionalValue(key, String.class).orElse(""));
  }

  private <T> T recent(String key, Class<T> type, Supplier<T> reader) {
    long now = System.nanoTime();
    Read known = read.get(key);
    if (known == null || now - known.at() >= keepNanos || !type.isInstance(known.value())) {
      known = new Read(reader.get(), now);
      read.put(key, known);
    }
    return type.cast(known.value());
  }

  /** The value that the application came with, whatever was set over it. */
  private <T> Optional<T> delivered(String key, Class<T> type) {
    return StreamSupport.stream(config.getConfigSources().spliterator(), false)
        .filter(source -> source.getPropertyNames().contains(key))
        .min(Comparator.comparingInt(ConfigSource::getOrdinal))
        .flatMap(
            source ->
                config
                    .getConverter(type)
                    .map(converter -> converter.convert(source.getValue(key))));
  }

  private <T extends Comparable<T>> T bounded(String key, Class<T> type, T min, T max) {
    try {
      T value = config.getValue(key, type);
      if (value.compareTo(min) >= 0 && value.compareTo(max) <= 0) {
        good.put(key, value);
        return value;
      }
      return lastGood(key, type, min, "must lie between " + min + " and " + max);
    } catch (RuntimeException unreadable) {
      return lastGood(key, type, min, "cannot be read: " + unreadable.getMessage());
    }
  }

  private <T> T lastGood(String key, Class<T> type, T fallback, String why) {
    T value = type.cast(good.computeIfAbsent(key, unset -> delivered(key, type).orElse(fallback)));
    if (!why.equals(complained.put(key, why))) {
      LOG.log(Level.WARNING, "{0} {1}. {2} stays in force.", new Object[] {key, why, value});
    }
    return value;
  }
}
