package dev.tidings.doctor;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;

/**
 * One thing that the doctor has looked at.
 *
 * @param id names what was looked at; stays as it is from one version to the next
 * @param words what was found, in sentences
 * @param fix by product, what to change there; empty where nothing has to be
 */
record Finding(String id, Verdict verdict, String words, Map<String, String> fix) {
  Finding {
    fix = verdict == Verdict.OK ? Map.of() : fix;
  }

  static Finding of(String id, Verdict verdict, String words) {
    return new Finding(id, verdict, words, Remedies.of(id));
  }

  JsonObject json() {
    JsonObjectBuilder cures = Json.createObjectBuilder();
    fix.forEach(cures::add);
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", id)
            .add("title", Remedies.title(id))
            .add("verdict", verdict.word())
            .add("words", words);
    return (fix.isEmpty() ? json : json.add("fix", cures)).build();
  }
}
