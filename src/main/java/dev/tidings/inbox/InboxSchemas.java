package dev.tidings.inbox;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The shapes of requests and answers, for the API description only. */
interface InboxSchemas {
  @Schema(name = "NotificationLink")
  record LinkShape(
      @Schema(required = true, maxLength = 2000, description = "A path, or an http(s) address")
          String href,
      @Schema(maxLength = 60) @Nullable String label) {}

  @Schema(name = "NotificationAction", description = "A call of the page's own origin, or a link")
  record ActionShape(
      @Schema(required = true, maxLength = 40) String label,
      @Schema(
              enumeration = {"POST", "PUT", "PATCH", "DELETE"},
              description = "Missing: a link")
          @Nullable String method,
      @Schema(required = true, maxLength = 2000) String href,
      @Schema(description = "Any JSON, at most 2,000 characters") @Nullable Object body) {}

  @Schema(name = "InboxItem")
  record ItemShape(
      @Schema(required = true, description = "Unique within the inbox") long id,
      @Schema(required = true, description = "The order in the inbox, the highest first")
          long place,
      @Schema(required = true, format = "date-time") String at,
      @Schema(required = true) String category,
      @Schema(
              required = true,
              enumeration = {"info", "success", "warning", "error"})
          String severity,
      @Schema(required = true, description = "Empty for a digest entry") String title,
      @Nullable String body,
      @Nullable String icon,
      @Nullable LinkShape link,
      @Nullable List<ActionShape> actions,
      @Schema(required = true) boolean unread,
      @Schema(required = true) boolean unseen,
      @Schema(required = true) boolean archived,
      @Schema(required = true) boolean pinned,
      @Schema(format = "date-time") @Nullable String snoozedUntil,
      @Schema(format = "date-time") @Nullable String expiresAt,
      @Schema(description = "A digest entry: how many it holds") @Nullable Integer count) {}

  @Schema(name = "InboxPage")
  record PageShape(
      @Schema(required = true) List<ItemShape> items,
      @Schema(description = "The cursor to go on from; null at the end") @Nullable String next,
      @Schema(format = "date-time", description = "All that is newer has been searched")
          @Nullable String searchedTo,
      @Schema(required = true) Counts counts,
      @Schema(required = true, description = "Where changes are told of") String topic,
      @Schema(required = true, description = "Open the stream at this id, and nothing is missed")
          String cursor) {}

  @Schema(name = "InboxItems")
  record ItemsShape(@Schema(required = true) List<ItemShape> items) {}

  @Schema(name = "InboxCategories")
  record CategoriesShape(@Schema(required = true) List<String> categories) {}

  @Schema(name = "InboxMark")
  record MarkShape(
      @Schema(
              required = true,
              enumeration = {
                "seen",
                "read",
                "unread",
                "archived",
                "unarchived",
                "pinned",
                "unpinned",
                "snoozed",
                "unsnoozed"
              })
          String mark,
      @Schema(description = "At most 500") @Nullable List<Long> ids,
      @Schema(description = "Instead of ids; for seen, read and archived") @Nullable Boolean all,
      @Schema(description = "With all, only these; for read and archived")
          @Nullable String category,
      @Schema(format = "date-time", description = "For snoozed") @Nullable String until) {}

  @Schema(name = "InboxMarked")
  record MarkedShape(
      @Schema(required = true) Counts counts,
      @Schema(description = "Name it to take this back; null where there is nothing to take back")
          @Nullable Long undo,
      @Schema(required = true) int changed,
      @Schema(required = true, description = "There are more of the category: ask again")
          boolean more) {}

  @Schema(name = "InboxUndo")
  record UndoShape(@Schema(required = true) long version) {}

  @Schema(name = "InboxUndone")
  record UndoneShape(@Schema(required = true) Counts counts) {}

  @Schema(name = "InboxQuiet", description = "Do not disturb, as HH:MM")
  record QuietShape(@Schema(required = true) String from, @Schema(required = true) String to) {}

  @Schema(name = "InboxWish")
  record WishShape(
      @Schema(description = "Missing in default") @Nullable String category,
      boolean inApp,
      @Schema(minimum = "0", maximum = "10080") int digestMinutes,
      boolean mail,
      @Schema(readOnly = true, description = "Cannot be switched off")
          @Nullable Boolean required) {}

  @Schema(name = "InboxMail")
  record MailShape(boolean available, @Nullable String address) {}

  @Schema(name = "InboxPreferences")
  record PreferencesShape(
      @Schema(description = "Such as Europe/Berlin; empty for UTC") String timeZone,
      @Nullable QuietShape quiet,
      @Schema(readOnly = true) @Nullable MailShape mail,
      List<WishShape> categories,
      @Schema(name = "default", description = "For all other categories") WishShape others) {}

  @Schema(name = "NotificationAudience", description = "One of users, role and everyone")
  record AudienceShape(
      @Schema(type = SchemaType.ARRAY, description = "1 to 1,000 names")
          @Nullable List<String> users,
      @Schema(maxLength = 200, description = "A role, or a group of the registry")
          @Nullable String role,
      @Nullable Boolean everyone,
      @Schema(description = "With everyone: also who comes for the first time later")
          @Nullable Boolean later) {}

  @Schema(name = "Notification")
  record NotificationShape(
      @Schema(required = true) AudienceShape to,
      @Schema(required = true, pattern = "[A-Za-z0-9._-]{1,64}") String category,
      @Schema(required = true, maxLength = 200) String title,
      @Schema(maxLength = 4000) @Nullable String body,
      @Schema(enumeration = {"info", "success", "warning", "error"}) @Nullable String severity,
      @Schema(description = "A few characters, or a path") @Nullable String icon,
      @Nullable LinkShape link,
      @Schema(maxItems = 3) @Nullable List<ActionShape> actions,
      @Schema(format = "date-time") @Nullable String expiresAt,
      @Schema(maxLength = 200, description = "A later one with the same key replaces the earlier")
          @Nullable String dedupeKey,
      @Schema(format = "date-time", description = "To be sent then, not now")
          @Nullable String at) {}

  @Schema(name = "ScheduledId")
  record ScheduledIdShape(@Schema(required = true) String scheduled) {}

  @Schema(name = "ScheduledNotification")
  record ScheduledShape(
      @Schema(required = true) String id,
      @Schema(required = true, format = "date-time") String at,
      @Schema(required = true) String by,
      @Schema(required = true) NotificationShape notification) {}

  @Schema(name = "ScheduledNotifications")
  record ScheduledListShape(@Schema(required = true) List<ScheduledShape> scheduled) {}

  @Schema(name = "NotificationIds")
  record IdsShape(@Schema(required = true) List<String> ids) {}
}
