package dev.tidings.jobs;

import dev.tidings.inbox.Link;
import dev.tidings.problem.Body;
import dev.tidings.problem.PlainText;
import dev.tidings.problem.Problem;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an application says of a job of its own.
 *
 * @param id chosen by the application; 1 to 64 of {@code [A-Za-z0-9._~-]}
 * @param owner whose job it is; needed by the first report only
 * @param title what to call it, at most 200 characters; likewise
 * @param state running, or how it ended
 * @param doing what it is doing, in a word or a few: {@code queued}, {@code preparing}, {@code
 *     paused} and {@code finishing} are told in the user's language
 * @param done how much is done, from 0; below 0 if this report does not say
 * @param total of how much; below 0 if nobody knows
 * @param unit {@code bytes}, or null for plain numbers
 * @param reason why it failed, at most 500 characters
 * @param url where its result is: a path of the hub's origin, or an https address
 * @param quiet its end is not told in the inbox
 */
public record Report(
    String id,
    @Nullable String owner,
    @Nullable String title,
    JobState state,
    String doing,
    long done,
    long total,
    @Nullable String unit,
    @Nullable String reason,
    @Nullable String url,
    @Nullable String name,
    @Nullable Long size,
    @Nullable String checksum,
    boolean quiet) {
  private static final Set<String> FIELDS =
      Set.of(
          "owner", "title", "state", "doing", "done", "total", "unit", "reason", "result", "quiet");
  private static final long MOST = 1L << 53;
  private static final int MAX_LINE = 200;
  private static final int MAX_DOING = 100;
  private static final int MAX_REASON = 500;

  public Report {
    if (!Job.isId(id)) {
      throw Problem.badField("id", "id: 1 to 64 letters, digits, dots, underscores, ~ and -.");
    }
    requireLine("owner", owner, MAX_LINE);
    requireLine("title", title, MAX_LINE);
    requireLine("doing", doing.isEmpty() ? null : doing, MAX_DOING);
    requireLine("reason", reason, MAX_REASON);
    requireLine("name", name, MAX_LINE);
    requireLine("checksum", checksum, MAX_LINE);
    if ((reason == null) == (state == JobState.FAILED)) {
      throw Problem.badField("reason", "reason: what has failed needs one, and nothing else has.");
    }
    if (unit != null && !unit.equals("bytes")) {
      throw Problem.badField("unit", "unit: bytes, or none.");
    }
    if (url != null) {
      Link.requireAddress("result.url", url);
      if (url.toLowerCase(Locale.ROOT).startsWith("http:")) {
        throw Problem.badField("result.url", "result.url: a path, or an https address.");
      }
    }
  }

  private static void requireLine(String field, @Nullable String text, int longest) {
    if (text != null) {
      PlainText.line(field, text, longest);
    }
  }

  /** A job that goes on. The rest by the methods below. */
  public static Report of(String id) {
    return new Report(
        id, null, null, JobState.RUNNING, "", -1, -1, null, null, null, null, null, null, false);
  }

  public Report owner(String user) {
    return new Report(
        id, user, title, state, doing, done, total, unit, reason, url, name, size, checksum, quiet);
  }

  public Report title(String line) {
    return new Report(
        id, owner, line, state, doing, done, total, unit, reason, url, name, size, checksum, quiet);
  }

  public Report doing(String word) {
    return new Report(
        id, owner, title, state, word, done, total, unit, reason, url, name, size, checksum, quiet);
  }

  /** How much is done, and of how much; below 0 where nobody knows. */
  public Report progress(long nowDone, long nowTotal) {
    return new Report(
        id, owner, title, state, doing, nowDone, nowTotal, unit, reason, url, name, size, checksum,
        quiet);
  }

  /** It is done, and its result is there; null where it has none. */
  public Report complete(@Nullable String resultUrl) {
    return new Report(
        id,
        owner,
        title,
        JobState.COMPLETE,
        doing,
        done,
        total,
        unit,
        null,
        resultUrl,
        name,
        size,
        checksum,
        quiet);
  }

  /** It cannot be done. */
  public Report failed(String why) {
    return new Report(
        id,
        owner,
        title,
        JobState.FAILED,
        doing,
        done,
        total,
        unit,
        why,
        null,
        null,
        null,
        null,
        quiet);
  }

  /** It was left. */
  public Report cancelled() {
    return new Report(
        id,
        owner,
        title,
        JobState.CANCELLED,
        doing,
        done,
        total,
        unit,
        null,
        null,
        null,
        null,
        null,
        quiet);
  }

  /** Its end is not told in the inbox. */
  public Report quietly() {
    return new Report(
        id, owner, title, state, doing, done, total, unit, reason, url, name, size, checksum, true);
  }

  /**
   * What a request says.
   *
   * @throws Problem 400 that names the field
   */
  static Report read(String id, Body body) {
    if (!FIELDS.containsAll(body.json().keySet())) {
      throw Problem.badField("body", "body: a report has " + new TreeSet<>(FIELDS) + " only.");
    }
    Body result = body.object("result");
    JobState state = state(body.text("state"));
    if (result != null && state != JobState.COMPLETE) {
      throw Problem.badField("result", "result: only what is complete has one.");
    }
    String doing = body.text("doing");
    return new Report(
        id,
        body.text("owner"),
        body.text("title"),
        state,
        doing == null ? "" : doing,
        body.number("done", 0, MOST, -1),
        body.number("total", 0, MOST, -1),
        body.text("unit"),
        body.text("reason"),
        result == null ? null : result.text("url"),
        result == null ? null : result.text("name"),
        result == null || !result.json().containsKey("size")
            ? null
            : Long.valueOf(result.number("size", 0, MOST, 0)),
        result == null ? null : result.text("checksum"),
        body.flag("quiet", false));
  }

  private static JobState state(@Nullable String word) {
    for (JobState state : JobState.values()) {
      if (state != JobState.WAITING && state.word().equals(word == null ? "running" : word)) {
        return state;
      }
    }
    throw Problem.badField("state", "state: running, complete, failed or cancelled.");
  }
}
