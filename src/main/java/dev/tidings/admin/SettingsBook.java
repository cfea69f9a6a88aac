package dev.tidings.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * All settings of the hub, in the order of {@code META-INF/microprofile-config.properties}, which
 * says of each what it is for.
 *
 * @param entries at least one
 */
record SettingsBook(List<Entry> entries) {
  private static final String DEFAULTS = "META-INF/microprofile-config.properties";
  private static final String BOUNDS = "META-INF/settings-bounds.properties";
  private static final String CHAPTER = "# --- ";

  /**
   * One setting.
   *
   * @param chapter the heading that it stands below
   * @param key such as {@code tidings.stream.heartbeat}
   * @param delivered its default; may be empty
   * @param comment the lines above it; settings that stand together share them
   * @param bounds what it may be set to
   */
  record Entry(
      String chapter, String key, String delivered, List<String> comment, SettingBounds bounds) {
    /** The comment as one paragraph. */
    String description() {
      return String.join(" ", comment);
    }

    /** Whether an edit holds without a restart. */
    boolean live() {
      return !description().contains("ead at the start");
    }

    /** Whether its value is for nobody's eyes. */
    boolean secret() {
      return List.of("key", "password", "secret", "token")
          .contains(key.substring(key.lastIndexOf('.') + 1));
    }
  }

  /** That of this application. */
  static SettingsBook delivered() {
    return of(resource(DEFAULTS), resource(BOUNDS));
  }

  /** Reads two property files. */
  static SettingsBook of(String defaults, String boundsFile) {
    Properties values = properties(defaults);
    Properties bounds = properties(boundsFile);
    List<Entry> entries = new ArrayList<>();
    List<String> comment = new ArrayList<>();
    String chapter = "";
    boolean ended = false;
    boolean continued = false;
    for (String line : defaults.lines().toList()) {
      if (continued) {
        continued = line.endsWith("\\");
      } else if (line.startsWith(CHAPTER)) {
        chapter = line.substring(CHAPTER.length());
        comment.clear();
      } else if (line.startsWith("#")) {
        if (ended) {
          comment.clear();
          ended = false;
        }
        comment.add(line.substring(1).strip());
      } else if (line.contains("=")) {
        String key = line.substring(0, line.indexOf('='));
        entries.add(
            new Entry(
                chapter,
                key,
                values.getProperty(key, ""),
                List.copyOf(comment),
                SettingBounds.parse(bounds.getProperty(key, "text"))));
        ended = true;
        continued = line.endsWith("\\");
      } else if (entries.isEmpty()) {
        comment.clear();
      }
    }
    return new SettingsBook(List.copyOf(entries));
  }

  private static Properties properties(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return properties;
  }

  /** Libraries have some of the same name: ours is the one that speaks of us. */
  private static String resource(String name) {
    try {
      for (URL url : Collections.list(SettingsBook.class.getClassLoader().getResources(name))) {
        try (InputStream in = url.openStream()) {
          String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          if (text.lines().anyMatch(line -> line.startsWith("tidings."))) {
            return text.lines().collect(Collectors.joining("\n"));
          }
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    throw new IllegalStateException("The application came without " + name + ".");
  }
}
