package dev.tidings.admin;

import dev.tidings.events.PersonalEvents;
import dev.tidings.privacy.Archive;
import dev.tidings.privacy.PersonalData;
import dev.tidings.security.EndedLogins;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** All that the hub keeps of one user, whichever feature does. Safe for any thread. */
@ApplicationScoped
class People {
  @Inject @Any Instance<PersonalData> features;
  @Inject PersonalEvents events;
  @Inject EndedLogins logins;

  /** Writes it, with a page of it in memory at a time. */
  void export(String user, Archive archive) throws IOException {
    for (PersonalData feature : features) {
      feature.export(user, archive);
    }
    events.export(user, archive);
    archive.finish();
  }

  /**
   * Takes it away, and ends the user's logins and streams first: an open page would bring some of
   * it back. Does the rest where it was left half done.
   *
   * @return how many of what
   */
  Map<String, Long> erase(String user) {
    logins.revoke(user);
    Map<String, Long> removed = new TreeMap<>();
    features.forEach(feature -> removed.putAll(feature.erase(user)));
    removed.putAll(events.erase(user));
    return removed;
  }
}
