package dev.tidings.jobs;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a result (RFC 9110, section 14).
 *
 * @param from the first byte
 * @param length how many; 0 where none of what is asked for is there
 */
record ByteRange(long from, long length) {
  private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * What a request asks for. Empty: all of it, as nothing else is asked for, or something that a
   * server need not understand, such as several ranges.
   */
  static Optional<ByteRange> asked(@Nullable String header, long size) {
    Matcher range = ONE.matcher(header == null ? "" : header.strip());
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (range.group(1).isEmpty()) {
      long last = Math.min(Long.parseLong(range.group(2)), size);
      return Optional.of(new ByteRange(size - last, last));
    }
    long from = Long.parseLong(range.group(1));
    long to = range.group(2).isEmpty() ? size - 1 : Long.parseLong(range.group(2));
    if (to < from && !range.group(2).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        from >= size
            ? new ByteRange(size, 0)
            : new ByteRange(from, Math.min(to, size - 1) - from + 1));
  }

  /** As {@code Content-Range} says it. */
  String of(long size) {
    return length == 0
        ? "bytes */" + size
        : "bytes " + from + "-" + (from + length - 1) + "/" + size;
  }
}
