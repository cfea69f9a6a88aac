package dev.tidings.problem;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request that cannot be fulfilled, in the terms of RFC 9457: status, title, a detail that says
 * what to do about it, and extension members such as {@code field}.
 */
public class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int UNAVAILABLE_SECONDS = 5;

  private final int status;
  private final String title;
  private final int retryAfter;
  private final transient Map<String, String> members = new LinkedHashMap<>();

  /**
   * @param status HTTP status, 400 to 599
   * @param title the kind of problem, the same for each of its kind
   * @param detail a sentence about this occurrence; never holds secrets or internals
   */
  public Problem(int status, String title, String detail) {
    this(status, title, detail, 0);
  }

  private Problem(int status, String title, String detail, int retryAfter) {
    super(detail);
    this.status = status;
    this.title = title;
    this.retryAfter = retryAfter;
  }

  /** The same problem with one more extension member. */
  public Problem with(String member, String value) {
    members.put(member, value);
    return this;
  }

  /** 400: the named field of the request is not acceptable. */
  public static Problem badField(String field, String detail) {
    return new Problem(400, "Bad request", detail).with("field", field);
  }

  /** 413: the named field of the request is larger than its bound. */
  public static Problem tooLarge(String field, String detail) {
    return new Problem(413, "Too large", detail).with("field", field);
  }

  /** 401: there is no session. */
  public static Problem unauthenticated() {
    return new Problem(401, "Not signed in", "Sign in, then try again.");
  }

  /** 403: there is a session, but it may not do this. */
  public static Problem forbidden(String detail) {
    return new Problem(403, "Not allowed", detail);
  }

  /** 429: the caller does this too often; {@code Retry-After} is sent along, in seconds. */
  public static Problem tooMany(String detail, int retryAfter) {
    return new Problem(429, "Too many requests", detail, retryAfter);
  }

  /** 503: something this request needs does not answer; {@code Retry-After} is sent along. */
  public static Problem unavailable(String detail) {
    return new Problem(503, "Unavailable", detail, UNAVAILABLE_SECONDS);
  }

  public int status() {
    return status;
  }

  /** After how many seconds to try again; 0 if that would not help. */
  public int retryAfter() {
    return retryAfter;
  }

  public String title() {
    return title;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }

  /** Extension members, in the order they were added. */
  public Map<String, String> members() {
    return Collections.unmodifiableMap(members);
  }
}
