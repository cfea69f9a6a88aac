package dev.tidings.inbox;

import dev.tidings.events.EventLog;
import dev.tidings.inbox.Marks.Done;
import dev.tidings.inbox.Preferences.Wish;
import dev.tidings.inbox.Preferences.Wishes;
import dev.tidings.inbox.Shelf.Page;
import dev.tidings.inbox.Shelf.Tab;
import dev.tidings.inbox.Shelf.Wanted;
import dev.tidings.problem.Body;
import dev.tidings.problem.PlainText;
import dev.tidings.problem.Problem;
import dev.tidings.problem.WholeNumber;
import dev.tidings.security.Caller;
import dev.tidings.security.Groups;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/inbox}: the caller's notifications, what became of them, and how to be told. */
@Path("/inbox")
@RequestScoped
@RolesAllowed("user")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "inbox", description = "The caller's notifications")
public class InboxResource {
  private static final int MAX_LIMIT = 100;
  private static final int MAX_TEXT = 100;
  private static final int MAX_HELD = 500;
  private static final int MAX_CATEGORIES = 1_000;
  private static final int MAX_ZONE = 64;
  private static final long WEEK_MINUTES = 7 * 24 * 60;

  /** Held while a user is met; which of them, a user's name tells. */
  private static final Object[] MEETING = Stream.generate(Object::new).limit(64).toArray();

  @Inject EventLog log;
  @Inject Visits visits;
  @Inject Shelf shelf;
  @Inject Marks marks;
  @Inject Preferences preferences;

  @GET
  @Operation(
      operationId = "inbox",
      summary = "A page of the inbox, newest first",
      description =
          "Pinned ones come first. With q or a category among the unread, a step looks through a"
              + " bounded stretch: its page may be empty and still have a next.")
  @APIResponse(
      responseCode = "200",
      description = "Items, counts, and where to listen from",
      content = @Content(schema = @Schema(implementation = InboxSchemas.PageShape.class)))
  @APIResponse(responseCode = "400", description = "A parameter is not acceptable")
  public String page(
      @Parameter(schema = @Schema(enumeration = {"all", "unread", "archived", "snoozed"}))
          @QueryParam("tab")
          @DefaultValue("all")
          String tab,
      @QueryParam("category") @Nullable String category,
      @Parameter(description = "A text in title or body") @QueryParam("q") @Nullable String text,
      @Parameter(description = "A next from before") @QueryParam("after") @Nullable String after,
      @Parameter(description = "1 to 100") @QueryParam("limit") @DefaultValue("30") String limit,
      @Context SecurityContext security) {
    Wanted wanted =
        new Wanted(
            tab(tab),
            category == null || category.isEmpty() ? null : Notification.requireCategory(category),
            text == null || text.isBlank() ? null : text(text),
            after == null ? Long.MAX_VALUE : WholeNumber.of("after", after, 1, Long.MAX_VALUE),
            WholeNumber.of("limit", limit, 1, MAX_LIMIT));
    String user = arrived(security);
    // Before the page is read: what is committed in between comes by the stream, perhaps twice.
    EventLog.Head head = log.head();
    Page page = shelf.page(user, wanted);
    JsonObjectBuilder json =
        Json.createObjectBuilder().add("items", ItemJson.array(page.entries(), page.inbox()));
    if (page.next() == 0) {
      json.addNull("next");
    } else {
      json.add("next", String.valueOf(page.next()));
    }
    if (page.searched() != null) {
      json.add("searchedTo", ItemJson.time(page.searched()));
    }
    return json.add("counts", page.inbox().counts().json())
        .add("topic", InboxTopic.of(user).path())
        .add("cursor", head.id().toString())
        .build()
        .toString();
  }

  @GET
  @Path("/counts")
  @Operation(operationId = "inboxCounts", summary = "What the badge shows")
  @APIResponse(
      responseCode = "200",
      description = "The counts, as of a version",
      content = @Content(schema = @Schema(implementation = Counts.class)))
  public String counts(@Context SecurityContext security) {
    return shelf.inbox(arrived(security)).counts().json().build().toString();
  }

  @GET
  @Path("/categories")
  @Operation(operationId = "inboxCategories", summary = "The categories there are")
  @APIResponse(
      responseCode = "200",
      description = "Their names",
      content = @Content(schema = @Schema(implementation = InboxSchemas.CategoriesShape.class)))
  public String categories() {
    JsonArrayBuilder names = Json.createArrayBuilder(shelf.categories());
    return Json.createObjectBuilder().add("categories", names).build().toString();
  }

  @GET
  @Path("/{id: -?[0-9]{1,18}}")
  @Operation(operationId = "inboxItem", summary = "One item")
  @APIResponse(
      responseCode = "200",
      description = "The item",
      content = @Content(schema = @Schema(implementation = InboxSchemas.ItemShape.class)))
  @APIResponse(responseCode = "404", description = "There is none")
  public String item(@PathParam("id") long id, @Context SecurityContext security) {
    String user = user(security);
    ItemJson.Entry entry = shelf.entry(user, id);
    if (entry == null) {
      throw missing();
    }
    return ItemJson.object(entry, shelf.inbox(user)).build().toString();
  }

  @GET
  @Path("/{id: -?[0-9]{1,18}}/items")
  @Operation(operationId = "inboxDigest", summary = "What a digest entry holds, newest first")
  @APIResponse(
      responseCode = "200",
      description = "The items",
      content = @Content(schema = @Schema(implementation = InboxSchemas.ItemsShape.class)))
  public String items(@PathParam("id") long id, @Context SecurityContext security) {
    String user = user(security);
    return Json.createObjectBuilder()
        .add("items", ItemJson.array(shelf.held(user, id, MAX_HELD), shelf.inbox(user)))
        .build()
        .toString();
  }

  @POST
  @Path("/marks")
  @Operation(
      operationId = "inboxMark",
      summary = "Mark one, many or all items",
      description = "All pages of the user are told. The last mark but seen can be undone.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = InboxSchemas.MarkShape.class)))
  @APIResponse(
      responseCode = "200",
      description = "The counts from now on",
      content = @Content(schema = @Schema(implementation = InboxSchemas.MarkedShape.class)))
  @APIResponse(responseCode = "400", description = "A field is not acceptable; it is named")
  @APIResponse(responseCode = "409", description = "Too many are pinned")
  public String mark(String text, @Context SecurityContext security) {
    Body body = Body.of(text);
    Mark mark = Mark.of(body.text("mark"));
    String category = body.text("category");
    List<Long> ids = body.ids();
    String user = arrived(security);
    if (ids != null) {
      return json(
          marks.some(user, mark, ids, until(mark, body)).orElseThrow(InboxResource::tooManyPinned));
    }
    if (!body.flag("all", false)) {
      throw Problem.badField("ids", "ids: which ones? Or \"all\":true.");
    }
    if (!mark.forAll() || (category != null && mark == Mark.SEEN)) {
      throw Problem.badField(
          "all", "all: only for seen, read and archived; a category not for seen.");
    }
    return json(
        category == null
            ? marks.all(user, mark)
            : marks.category(user, mark, Notification.requireCategory(category)));
  }

  private static Problem tooManyPinned() {
    return new Problem(
        409,
        "Too many pinned",
        "At most " + Shelf.MAX_PINNED + " can be pinned. Unpin others first.");
  }

  private static @Nullable Instant until(Mark mark, Body body) {
    if (mark != Mark.SNOOZED) {
      return null;
    }
    Instant until = body.instant("until");
    if (until == null || !until.isAfter(Instant.now())) {
      throw Problem.badField("until", "until: a moment to come, such as 2026-12-24T18:00:00Z.");
    }
    return until;
  }

  private static String json(Done done) {
    JsonObjectBuilder json = Json.createObjectBuilder().add("counts", done.counts().json());
    if (done.undo() == 0) {
      json.addNull("undo");
    } else {
      json.add("undo", done.undo());
    }
    return json.add("changed", done.changed()).add("more", done.more()).build().toString();
  }

  @POST
  @Path("/undo")
  @Operation(operationId = "inboxUndo", summary = "Take the last mark back")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = InboxSchemas.UndoShape.class)))
  @APIResponse(
      responseCode = "200",
      description = "The counts from now on",
      content = @Content(schema = @Schema(implementation = InboxSchemas.UndoneShape.class)))
  @APIResponse(responseCode = "409", description = "Something else was marked since")
  public String undo(String text, @Context SecurityContext security) {
    long version = Body.of(text).number("version", 1, Long.MAX_VALUE, 0);
    Counts counts =
        marks
            .undo(arrived(security), version)
            .orElseThrow(
                () ->
                    new Problem(
                        409,
                        "Cannot be undone",
                        "Something else was changed since. Nothing was undone."));
    return Json.createObjectBuilder().add("counts", counts.json()).build().toString();
  }

  @GET
  @Path("/preferences")
  @Operation(operationId = "inboxPreferences", summary = "How the caller wants to be told")
  @APIResponse(
      responseCode = "200",
      description = "The preferences",
      content = @Content(schema = @Schema(implementation = InboxSchemas.PreferencesShape.class)))
  public String preferences(@Context SecurityContext security) {
    return preferences.json(arrived(security));
  }

  @PUT
  @Path("/preferences")
  @Operation(
      operationId = "setInboxPreferences",
      summary = "Choose how to be told",
      description = "Replaces all; categories that are not named are as default says.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = InboxSchemas.PreferencesShape.class)))
  @APIResponse(
      responseCode = "200",
      description = "The preferences from now on",
      content = @Content(schema = @Schema(implementation = InboxSchemas.PreferencesShape.class)))
  @APIResponse(responseCode = "400", description = "A field is not acceptable; it is named")
  public String prefer(String text, @Context SecurityContext security) {
    Body body = Body.of(text);
    Map<String, Wish> wishes = new HashMap<>();
    for (Body each : body.objects("categories", MAX_CATEGORIES)) {
      String name = each.text("category");
      wishes.put(Notification.requireCategory(name == null ? "" : name), wish(each));
    }
    Body others = body.object("default");
    if (others != null) {
      wishes.put(Preference.REST, wish(others));
    }
    String user = arrived(security);
    preferences.replace(user, new Wishes(quiet(body), wishes));
    return preferences.json(user);
  }

  private static Wish wish(Body body) {
    return new Wish(
        body.flag("inApp", true),
        (int) body.number("digestMinutes", 0, WEEK_MINUTES, 0),
        body.flag("mail", true));
  }

  private static Quiet quiet(Body body) {
    String zone = body.text("timeZone");
    Body hours = body.object("quiet");
    return new Quiet(
        zone == null || zone.isEmpty() ? "" : zone(zone),
        hours == null ? null : minute(hours, "from"),
        hours == null ? null : minute(hours, "to"));
  }

  private static String zone(String name) {
    try {
      if (name.length() <= MAX_ZONE) {
        return ZoneId.of(name).getId();
      }
    } catch (DateTimeException unknown) {
      // Told below.
    }
    throw Problem.badField("timeZone", "timeZone: the name of a time zone, such as Europe/Berlin.");
  }

  private static int minute(Body body, String field) {
    String text = body.text(field);
    try {
      if (text != null) {
        LocalTime time = LocalTime.parse(text);
        return time.getHour() * 60 + time.getMinute();
      }
    } catch (DateTimeException malformed) {
      // Told below.
    }
    throw Problem.badField("quiet." + field, "quiet." + field + ": a time of day, such as 22:00.");
  }

  /** The caller, who has caught up on what was sent to everyone in the meantime. */
  private String arrived(SecurityContext security) {
    Caller caller = Caller.of(security);
    // A name that is too long for a topic has no inbox, before anything is delivered to it.
    InboxTopic.of(caller.name());
    Set<String> roles = new HashSet<>(caller.roles());
    roles.addAll(Groups.current());
    if (!visits.settled(caller.name(), roles)) {
      // A page asks for several things at once; only one of them has to meet a new user.
      synchronized (MEETING[Math.floorMod(caller.name().hashCode(), MEETING.length)]) {
        while (settle(caller.name(), roles)) {
          // A transaction each.
        }
      }
    }
    return caller.name();
  }

  private boolean settle(String user, Set<String> roles) {
    try {
      return visits.settle(user, roles);
    } catch (PersistenceException another) {
      // Another node, or a delivery, may just have met this user; if not, this says why.
      return visits.settle(user, roles);
    }
  }

  private static String user(SecurityContext security) {
    return security.getUserPrincipal().getName();
  }

  private static Problem missing() {
    return new Problem(
        404, "Not found", "There is no such item in your inbox. It may have expired.");
  }

  private static Tab tab(String word) {
    for (Tab tab : Tab.values()) {
      if (tab.name().toLowerCase(Locale.ROOT).equals(word)) {
        return tab;
      }
    }
    throw Problem.badField("tab", "tab: all, unread, archived or snoozed.");
  }

  private static String text(String text) {
    return PlainText.line("q", text, MAX_TEXT).strip();
  }
}
