package dev.tidings.events;

import dev.tidings.problem.Problem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The address events are published to: a path of 1 to 200 characters such as {@code feeds/news}. A
 * segment is made of {@code [A-Za-z0-9._~@+-]} and percent-escapes, and is neither {@code .} nor
 * {@code ..}. Two topics are the same when their paths are the same, letter by letter.
 */
public record Topic(String path) implements Comparable<Topic> {
  /** Characters in a path, at most. */
  public static final int MAX_LENGTH = 200;

  private static final String HUB = "tidings/";
  private static final String USERS = "users/";
  private static final String MINE = USERS + "me/";
  private static final Pattern SEGMENT =
      Pattern.compile("(?!\\.{1,2}$)(?:[A-Za-z0-9._~@+-]|%[0-9A-Fa-f]{2})+");
  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~@+-";

  public Topic {
    if (path.isEmpty()) {
      throw new Invalid("A topic is missing.");
    }
    if (path.length() > MAX_LENGTH) {
      throw new Invalid("A topic has at most " + MAX_LENGTH + " characters.");
    }
    for (String segment : path.split("/", -1)) {
      if (!SEGMENT.matcher(segment).matches()) {
        throw new Invalid(
            "A topic is a path of segments made of letters, digits, . _ ~ @ + - and"
                + " percent-escapes, such as feeds/news; no segment is empty, '.' or '..'.");
      }
    }
  }

  /**
   * A topic of these segments, each escaped where it needs to be: {@code Topic.of("users", name,
   * "inbox")} is a valid topic for any non-empty name that leaves it short enough.
   *
   * @throws Invalid if a segment is empty or the path gets too long
   */
  public static Topic of(String... segments) {
    return new Topic(Arrays.stream(segments).map(Topic::escape).collect(Collectors.joining("/")));
  }

  /**
   * The topic a caller asks for, where {@code users/me/…} means the caller's own.
   *
   * @throws Invalid if the path is missing or is no topic
   */
  public static Topic asked(@Nullable String path, String caller) {
    if (path == null) {
      throw new Invalid("A topic is missing: add ?topic=… to the address.");
    }
    return new Topic(
        path.startsWith(MINE) ? USERS + escape(caller) + path.substring(MINE.length() - 1) : path);
  }

  /** A topic of the hub's own, which no rule reaches: who may, what is live, what expires. */
  public static Topic ofHub(String segment) {
    return new Topic(HUB + segment);
  }

  /** Whether it is one of the hub's own. */
  public boolean isOfHub() {
    return path.startsWith(HUB);
  }

  /** The segment as it stands in a path. */
  public static String escape(String segment) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(segment)) {
      // Otherwise two names would share one topic.
      throw new Invalid("A segment of a topic is broken Unicode.");
    }
    StringBuilder escaped = new StringBuilder(segment.length());
    // A lone "." or ".." would mean something else to every path parser on the way.
    boolean dots = segment.equals(".") || segment.equals("..");
    for (byte octet : segment.getBytes(StandardCharsets.UTF_8)) {
      if (!dots && octet >= 0 && PLAIN.indexOf(octet) >= 0) {
        escaped.append((char) octet);
      } else {
        escaped.append('%').append(String.format("%02X", octet & 0xff));
      }
    }
    return escaped.toString();
  }

  /** What {@link #escape} made a segment of. */
  public static String unescape(String segment) {
    // Not for forms, where a plus would be a blank.
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The segments as they stand in the path, escapes untouched. */
  public List<String> segments() {
    return List.of(path.split("/", -1));
  }

  @Override
  public int compareTo(Topic other) {
    return path.compareTo(other.path);
  }

  @Override
  public String toString() {
    return path;
  }

  /** 400: not a topic. */
  public static final class Invalid extends Problem {
    private static final long serialVersionUID = 1L;

    Invalid(String detail) {
      super(400, "Bad request", detail);
      with("field", "topic");
    }
  }
}
