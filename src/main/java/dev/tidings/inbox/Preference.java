package dev.tidings.inbox;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a user wants to be told of a category. */
@Entity
@Table(name = "tidings_inbox_preference")
class Preference {
  /** Stands for all categories without a preference of their own. */
  static final String REST = "*";

  @Embeddable
  record Key(@Column(name = "user_name") String user, @Column(name = "category") String category) {}

  @EmbeddedId Key key = new Key("", "");

  @Column(name = "in_app")
  boolean inApp = true;

  /** For how long to collect what comes into one entry; 0: not at all. */
  @Column(name = "digest_minutes")
  int digestMinutes;

  @Column(name = "mail")
  boolean mail = true;

  static Preference of(String user, String category) {
    Preference preference = new Preference();
    preference.key = new Key(user, category);
    return preference;
  }

  /** The one of a user's that holds for a category; null where there is none. */
  static @Nullable Preference among(Map<String, Preference> own, String category) {
    return own.getOrDefault(category, own.get(REST));
  }

  String category() {
    return key.category();
  }
}
