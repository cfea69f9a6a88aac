package dev.tidings.jobs;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Jobs as pages and listeners get them. */
final class JobJson {
  private static final String CANCELLING = "cancelling";

  private JobJson() {}

  static JsonObjectBuilder object(Job job) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    json.add("id", job.id);
    json.add("title", job.title);
    json.add("state", job.state.word());
    json.add("version", job.version);
    json.add("topic", job.topic().path());
    json.add("createdAt", time(job.createdAt));
    time(json, "startedAt", job.startedAt);
    time(json, "endedAt", job.endedAt);
    text(json, "by", job.reporter);
    text(json, "unit", job.unit);
    figures(json, job);
    if (!job.doing.isEmpty()) {
      json.add("doing", job.doing);
    }
    json.add(CANCELLING, job.cancelling);
    text(json, "reason", job.reason);
    if (job.state == JobState.COMPLETE) {
      json.add("result", result(job));
    }
    if (job.export != null) {
      try (JsonReader reader = Json.createReader(new StringReader(job.export))) {
        json.add("export", Json.createObjectBuilder(reader.readObject()).remove(Export.HEAD));
      }
    }
    return json;
  }

  static JsonObjectBuilder start(Job job) {
    JsonObjectBuilder json = Json.createObjectBuilder().add("title", job.title);
    text(json, "unit", job.unit);
    return json;
  }

  static JsonObjectBuilder progress(Job job) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    json.add("state", job.cancelling ? CANCELLING : job.doing.isEmpty() ? "running" : job.doing);
    figures(json, job);
    return json;
  }

  static JsonObjectBuilder result(Job job) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    text(json, "url", job.url);
    text(json, "name", job.name);
    if (job.size != null) {
      json.add("size", job.size);
    }
    text(json, "checksum", job.checksum);
    time(json, "until", job.keptUntil);
    return json;
  }

  static JsonObjectBuilder failure(String reason) {
    return Json.createObjectBuilder().add("reason", reason);
  }

  private static void figures(JsonObjectBuilder json, Job job) {
    json.add("done", job.done);
    if (job.total != null) {
      json.add("total", job.total);
    }
    if (job.state == JobState.RUNNING && job.rate != null) {
      // Enough digits for a speed.
      json.add("rate", Math.round(job.rate * 10) / 10.0);
    }
    Long remaining = job.remaining();
    if (remaining != null) {
      json.add("remaining", remaining);
    }
  }

  private static void text(JsonObjectBuilder json, String field, @Nullable String text) {
    if (text != null) {
      json.add(field, text);
    }
  }

  private static void time(JsonObjectBuilder json, String field, @Nullable Instant at) {
    if (at != null) {
      json.add(field, time(at));
    }
  }

  static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
