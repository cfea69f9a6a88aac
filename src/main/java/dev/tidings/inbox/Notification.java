package dev.tidings.inbox;

import dev.tidings.problem.Body;
import dev.tidings.problem.PlainText;
import dev.tidings.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What users are to be told.
 *
 * @param category what kind of news it is, such as {@code orders}: users choose by it what they
 *     want to be told; 1 to 64 of {@code [A-Za-z0-9._-]}
 * @param title one line, at most 200 characters
 * @param body at most 4,000 characters, with line breaks
 * @param icon a few characters such as an emoji, or a path of the page's own origin
 * @param actions at most 3
 * @param expiresAt when it leaves all inboxes by itself
 * @param dedupeKey what it is about, at most 200 characters: a later one with the same key takes
 *     the place of the earlier in each inbox, and is unread again
 */
public record Notification(
    Audience to,
    String category,
    String title,
    @Nullable String body,
    Severity severity,
    @Nullable String icon,
    @Nullable Link link,
    List<Action> actions,
    @Nullable Instant expiresAt,
    @Nullable String dedupeKey) {
  static final int MAX_TITLE = 200;
  static final int MAX_BODY = 4_000;
  static final int MAX_ACTIONS = 3;
  static final int MAX_KEY = 200;
  private static final int MAX_ICON = 200;

  /** A family of people is one character to the eye and eleven to Java. */
  private static final int MAX_ICON_TEXT = 16;

  private static final Pattern CATEGORY = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  public Notification {
    requireCategory(category);
    PlainText.line("title", title, MAX_TITLE);
    if (body != null) {
      PlainText.lines("body", body, MAX_BODY);
    }
    if (icon != null) {
      requireIcon(icon);
    }
    if (dedupeKey != null) {
      PlainText.line("dedupeKey", dedupeKey, MAX_KEY);
    }
    if (actions.size() > MAX_ACTIONS) {
      throw Problem.badField("actions", "actions: at most " + MAX_ACTIONS + ".");
    }
    if (expiresAt != null) {
      Body.requireOrdinary("expiresAt", expiresAt);
    }
    actions = List.copyOf(actions);
  }

  /** The least there can be; the rest by the methods below. */
  public static Notification of(Audience to, String category, String title) {
    return new Notification(
        to, category, title, null, Severity.INFO, null, null, List.of(), null, null);
  }

  public Notification body(String text) {
    return new Notification(
        to, category, title, text, severity, icon, link, actions, expiresAt, dedupeKey);
  }

  public Notification severity(Severity severe) {
    return new Notification(
        to, category, title, body, severe, icon, link, actions, expiresAt, dedupeKey);
  }

  public Notification icon(String textOrPath) {
    return new Notification(
        to, category, title, body, severity, textOrPath, link, actions, expiresAt, dedupeKey);
  }

  public Notification link(String href, @Nullable String label) {
    return new Notification(
        to,
        category,
        title,
        body,
        severity,
        icon,
        new Link(href, label),
        actions,
        expiresAt,
        dedupeKey);
  }

  public Notification actions(Action... buttons) {
    return new Notification(
        to, category, title, body, severity, icon, link, List.of(buttons), expiresAt, dedupeKey);
  }

  public Notification expiresAt(Instant end) {
    return new Notification(
        to, category, title, body, severity, icon, link, actions, end, dedupeKey);
  }

  public Notification dedupeKey(String about) {
    return new Notification(
        to, category, title, body, severity, icon, link, actions, expiresAt, about);
  }

  Notification to(Audience others) {
    return new Notification(
        others, category, title, body, severity, icon, link, actions, expiresAt, dedupeKey);
  }

  /** A name of a category, or a {@link Problem}. */
  static String requireCategory(String category) {
    if (!CATEGORY.matcher(category).matches()) {
      throw Problem.badField(
          "category", "category: 1 to 64 letters, digits, dots, underscores and hyphens.");
    }
    return category;
  }

  private static void requireIcon(String icon) {
    if (icon.startsWith("/")) {
      Link.path("icon", icon);
    }
    PlainText.line("icon", icon, icon.startsWith("/") ? MAX_ICON : MAX_ICON_TEXT);
  }
}
