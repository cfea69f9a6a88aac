package dev.tidings.logs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes something to be shown of a line, whatever it is: JSON as Liberty and others write it, or
 * text. Secrets are taken out before anything is cut, so that no half of one is left. Safe for any
 * thread.
 */
final class LineParser {
  private static final List<String> MESSAGE = List.of("message", "msg");
  private static final List<String> LEVEL = List.of("loglevel", "level", "severity", "log.level");
  private static final List<String> LOGGER =
      List.of("module", "logger", "logger_name", "loggerName", "log.logger");
  private static final List<String> TIME =
      List.of("ibm_datetime", "@timestamp", "timestamp", "datetime", "time", "ts");

  private static final int MOST_FIELDS = 60;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_WORD = 200;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(50).build())
          // Names come from outside: interning or caching them would keep them in memory.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  /** An instant at the beginning of a line, and its offset. */
  private static final Pattern INSTANT =
      Pattern.compile(
          "\\[?(\\d{4}-\\d\\d-\\d\\d)[T ](\\d\\d:\\d\\d:\\d\\d)(?:[.,](\\d{1,9}))?"
              + " ?(Z|[+-]\\d\\d:?\\d\\d)");

  private static final DateTimeFormatter TOLERANT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX]")
          .toFormatter();

  private final Mask mask;
  private final int longest;

  /**
   * @param longest characters of a line that are shown
   */
  LineParser(Mask mask, int longest) {
    this.mask = mask;
    this.longest = longest;
  }

  LogLine parse(String line) {
    Map<String, String> members = line.startsWith("{") ? members(line) : null;
    return members == null ? plain(line) : structured(members, line);
  }

  private LogLine plain(String line) {
    Cutter cutter = new Cutter(longest);
    String level = Severity.levelIn(line);
    String message = cutter.fit(mask.text(line));
    return new LogLine(
        instant(line), Severity.of(level), level, "", message, Map.of(), cutter.cut());
  }

  private LogLine structured(Map<String, String> members, String line) {
    Cutter cutter = new Cutter(longest);
    String at = instant(take(members, TIME));
    String level = cutter.fit(shorter(mask.text(take(members, LEVEL))));
    String logger = cutter.fit(shorter(mask.text(take(members, LOGGER))));
    String found = take(members, MESSAGE);
    String message = cutter.fit(mask.text(found.isEmpty() ? line : found));
    Map<String, String> fields = new LinkedHashMap<>();
    for (Map.Entry<String, String> member : members.entrySet()) {
      String name = mask.text(member.getKey());
      if (fields.size() == MOST_FIELDS || name.length() > LONGEST_NAME) {
        cutter.leaveOut(member.getValue());
      } else if (cutter.hasRoomFor(name)) {
        fields.put(cutter.fit(name), cutter.fit(mask.value(member.getKey(), member.getValue())));
      } else {
        cutter.leaveOut(member.getValue());
      }
    }
    return new LogLine(at, Severity.of(level), level, logger, message, fields, cutter.cut());
  }

  private static String take(Map<String, String> members, List<String> names) {
    for (String name : names) {
      String value = members.remove(name);
      if (value != null) {
        return value;
      }
    }
    return "";
  }

  private static String shorter(String word) {
    return word.substring(0, Math.min(word.length(), LONGEST_WORD));
  }

  /** The members of an object, each as text; null if the line is no object. */
  private static @Nullable Map<String, String> members(String line) {
    Map<String, String> members = new LinkedHashMap<>();
    try (JsonParser json = JSON.createParser(line)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        members.put(name, value.isStructStart() ? structure(json) : json.getText());
      }
      return json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null
          ? members
          : null;
    } catch (IOException malformed) {
      return null;
    }
  }

  private static String structure(JsonParser json) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator copy = JSON.createGenerator(text)) {
      copy.copyCurrentStructure(json);
    }
    return text.toString();
  }

  /** An instant that a text begins with, in UTC; empty if it does not. */
  private static String instant(String text) {
    Matcher instant = INSTANT.matcher(text);
    if (instant.lookingAt()) {
      String fraction = instant.group(3) == null ? "" : "." + instant.group(3);
      String iso = instant.group(1) + 'T' + instant.group(2) + fraction + instant.group(4);
      try {
        Instant moment = OffsetDateTime.parse(iso, TOLERANT).toInstant();
        return moment.truncatedTo(ChronoUnit.MILLIS).toString();
      } catch (DateTimeException noSuchDay) {
        return "";
      }
    }
    return "";
  }

  /** Cuts texts that together get too long. */
  private static final class Cutter {
    private int left;
    private int cut;

    Cutter(int longest) {
      left = longest;
    }

    int cut() {
      return cut;
    }

    boolean hasRoomFor(String name) {
      return left > name.length();
    }

    String fit(String text) {
      if (text.length() <= left) {
        left -= text.length();
        return text;
      }
      // Not in the middle of a character.
      int end = left > 0 && Character.isHighSurrogate(text.charAt(left - 1)) ? left - 1 : left;
      cut += text.length() - end;
      left = 0;
      return text.substring(0, end);
    }

    void leaveOut(String text) {
      cut += text.length();
    }
  }
}
