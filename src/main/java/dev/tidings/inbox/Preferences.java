package dev.tidings.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How users want to be told. */
@ApplicationScoped
@Transactional
class Preferences {
  private static final int MINUTES_OF_HOUR = 60;

  @Inject Inboxes inboxes;
  @Inject Shelf shelf;
  @Inject Post post;
  @Inject InboxConfig config;

  @PersistenceContext(unitName = "tidings")
  EntityManager em;

  /** What a user wants in a category. */
  record Wish(boolean inApp, int digestMinutes, boolean mail) {}

  /** All that a user wants; categories that are not named are as {@link Preference#REST}. */
  record Wishes(Quiet quiet, Map<String, Wish> categories) {}

  /** As JSON, with all categories there are. */
  String json(String user) {
    Map<String, Preference> own = inboxes.wishes(user);
    JsonArrayBuilder categories = Json.createArrayBuilder();
    TreeSet<String> names = new TreeSet<>(shelf.categories());
    names.addAll(config.required());
    own.keySet().stream().filter(name -> !name.equals(Preference.REST)).forEach(names::add);
    for (String name : names) {
      categories.add(
          wish(Preference.among(own, name))
              .add("category", name)
              .add("required", config.required().contains(name)));
    }
    Quiet quiet = shelf.inbox(user).quiet();
    JsonObjectBuilder json = Json.createObjectBuilder().add("timeZone", quiet.zone());
    if (quiet.from() == null || quiet.to() == null) {
      json.addNull("quiet");
    } else {
      json.add(
          "quiet",
          Json.createObjectBuilder().add("from", time(quiet.from())).add("to", time(quiet.to())));
    }
    return json.add("mail", mail(user))
        .add("categories", categories)
        .add("default", wish(own.get(Preference.REST)))
        .build()
        .toString();
  }

  private JsonObjectBuilder mail(String user) {
    JsonObjectBuilder mail = Json.createObjectBuilder().add("available", post.canReach(user));
    return post.canReach(user) ? mail.add("address", post.address(user)) : mail.addNull("address");
  }

  private static JsonObjectBuilder wish(@Nullable Preference preference) {
    Preference shown = preference == null ? new Preference() : preference;
    return Json.createObjectBuilder()
        .add("inApp", shown.inApp)
        .add("digestMinutes", shown.digestMinutes)
        .add("mail", shown.mail);
  }

  private static String time(int minute) {
    return "%02d:%02d".formatted(minute / MINUTES_OF_HOUR, minute % MINUTES_OF_HOUR);
  }

  /** Replaces all. A digest that is collecting goes on until its window is over. */
  void replace(String user, Wishes wishes) {
    Inbox inbox = inboxes.locked(user, 0);
    inbox.timeZone = wishes.quiet().zone();
    inbox.quietFrom = wishes.quiet().from();
    inbox.quietTo = wishes.quiet().to();
    Map<String, Preference> own = inboxes.wishes(user);
    wishes
        .categories()
        .forEach(
            (category, wish) -> {
              Preference preference = own.remove(category);
              boolean fresh = preference == null;
              Preference set = fresh ? Preference.of(user, category) : preference;
              set.inApp = wish.inApp();
              set.digestMinutes = wish.digestMinutes();
              set.mail = wish.mail();
              if (fresh) {
                em.persist(set);
              }
            });
    List.copyOf(own.values()).forEach(em::remove);
  }
}
