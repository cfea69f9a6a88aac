package dev.tidings.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.admin.SettingsBook.Entry;
import dev.tidings.config.Settings;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What operators may edit, and what the console says of bounds, is what the application has. Where
 * it is not, the right file lies in {@code target}.
 */
class SettingsFileTest {
  private static final Path CLASSES = Path.of("target/classes");
  private static final Path FILE = Path.of("liberty/settings.xml");
  private static final Path BOUNDS =
      Path.of("src/main/resources/META-INF/settings-bounds.properties");

  /** Beside the methods of classes that are called Config: where else a setting is read. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "dev.tidings.security.EndedLogins", "mostUsers",
          "dev.tidings.security.Audit", "streams");

  private final SettingsBook book = SettingsBook.delivered();

  @Test
  void the_file_of_operators_is_what_the_application_comes_with() throws Exception {
    assertThat(FILE)
        .as("cp target/settings.xml liberty")
        .hasContent(written("settings.xml", file()));
    NodeList variables =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(FILE.toFile())
            .getElementsByTagName("variable");
    Map<String, String> read = new TreeMap<>();
    for (int i = 0; i < variables.getLength(); i++) {
      Element variable = (Element) variables.item(i);
      read.put(variable.getAttribute("name"), variable.getAttribute("defaultValue"));
    }
    assertThat(read.remove("config_ordinal")).isEqualTo("200");
    Map<String, String> delivered = new TreeMap<>();
    book.entries().forEach(entry -> delivered.put(entry.key(), entry.delivered()));
    assertThat(read).isEqualTo(delivered);
  }

  @Test
  void each_has_words_of_its_own_and_a_default_within_its_bounds() {
    assertThat(book.entries()).hasSizeGreaterThan(100);
    assertThat(book.entries())
        .allSatisfy(
            entry -> {
              assertThat(entry.description()).as(entry.key()).isNotBlank();
              assertThat(entry.bounds().refusal(entry.delivered())).as(entry.key()).isEmpty();
            });
  }

  @Test
  void the_bounds_are_those_of_the_code() throws Exception {
    Map<String, String> asked = new TreeMap<>();
    Asking settings = new Asking(book, asked);
    for (Class<?> config : configs()) {
      for (Method method : config.getDeclaredMethods()) {
        if (method.getParameterCount() == 0 && !Modifier.isStatic(method.getModifiers())) {
          call(config, method, settings);
        }
      }
    }
    Method lifetime =
        Class.forName("dev.tidings.security.Login").getDeclaredMethod("lifetime", Settings.class);
    lifetime.setAccessible(true);
    lifetime.invoke(null, settings);
    for (Map.Entry<String, String> each : ELSEWHERE.entrySet()) {
      Class<?> type = Class.forName(each.getKey());
      call(type, type.getDeclaredMethod(each.getValue()), settings);
    }
    StringBuilder text =
        new StringBuilder(
            """
            # What each setting may be set to, for the console: as the code has it, which SettingsFileTest sees to.
            # What is not here is text.
            """);
    asked.forEach((key, bounds) -> text.append(key).append('=').append(bounds).append('\n'));
    assertThat(BOUNDS)
        .as("cp target/settings-bounds.properties " + BOUNDS)
        .hasContent(written("settings-bounds.properties", text.toString()));
    assertThat(book.entries())
        .filteredOn(entry -> entry.delivered().matches("-?\\d+|true|false|P[\\dT].*[DHMS]"))
        .extracting(Entry::key)
        .as("whoever reads it, this test does not know")
        .allMatch(asked::containsKey);
  }

  private static void call(Class<?> type, Method method, Settings settings) throws Exception {
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    Object object = constructor.newInstance();
    Field field = type.getDeclaredField("settings");
    field.setAccessible(true);
    field.set(object, settings);
    method.setAccessible(true);
    try {
      method.invoke(object);
    } catch (InvocationTargetException failed) {
      // It asks somebody else, who is not here. If it had a setting to ask for, that is missed
      // below.
      assertThat(failed.getCause()).isInstanceOf(NullPointerException.class);
    }
  }

  private static List<Class<?>> configs() throws IOException, ClassNotFoundException {
    try (Stream<Path> files = Files.walk(CLASSES.resolve("dev/tidings"))) {
      List<String> names =
          files
              .map(file -> CLASSES.relativize(file).toString())
              .filter(name -> name.endsWith("Config.class"))
              .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
              .sorted()
              .toList();
      List<Class<?>> classes = new ArrayList<>();
      for (String name : names) {
        Class<?> type = Class.forName(name);
        if (Arrays.stream(type.getDeclaredFields()).anyMatch(f -> f.getName().equals("settings"))) {
          classes.add(type);
        }
      }
      return classes;
    }
  }

  private String file() {
    StringBuilder text =
        new StringBuilder(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <server description="The settings of Tidings">
              <!-- Every interval and bound. Change a defaultValue here, or in the tool Server Config of Admin Center: it holds
                   within a second, except where it says "read at the start". A system property, the environment and a
                   variable with a value hold over it. See src/docs/operations.md. -->

              <!-- Over what the application comes with (100), below the environment (300): see src/docs/adr/0019. -->
              <variable name="config_ordinal" defaultValue="200"/>
            """);
    String chapter = "";
    List<String> comment = List.of();
    for (Entry entry : book.entries()) {
      if (!entry.chapter().equals(chapter)) {
        chapter = entry.chapter();
        text.append("\n  <!-- ===== ").append(chapter).append(" ===== -->\n");
      }
      if (!entry.comment().equals(comment)) {
        comment = entry.comment();
        text.append("\n  <!-- ").append(String.join("\n       ", comment)).append(" -->\n");
      }
      text.append("  <variable name=\"")
          .append(entry.key())
          .append("\" defaultValue=\"")
          .append(escaped(entry.delivered()))
          .append("\"/>\n");
    }
    return text.append("</server>\n").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  /** Leaves it where it can be copied from. */
  private static String written(String name, String text) throws IOException {
    Files.writeString(Path.of("target").resolve(name), text);
    return text;
  }

  /** Answers with the default, and keeps in mind what was asked for. */
  private static final class Asking extends Settings {
    private final SettingsBook book;
    private final Map<String, String> asked;

    Asking(SettingsBook book, Map<String, String> asked) {
      this.book = book;
      this.asked = asked;
    }

    private String delivered(String key) {
      return book.entries().stream()
          .filter(entry -> entry.key().equals(key))
          .findFirst()
          .orElseThrow(() -> new AssertionError("No such key: " + key))
          .delivered();
    }

    @Override
    public Duration duration(String key, Duration min, Duration max) {
      asked.put(key, "duration " + min + " " + max);
      return Duration.parse(delivered(key));
    }

    @Override
    public long number(String key, long min, long max) {
      asked.put(key, "number " + min + " " + max);
      return Long.parseLong(delivered(key));
    }

    @Override
    public boolean flag(String key) {
      asked.put(key, "flag");
      return Boolean.parseBoolean(delivered(key));
    }

    /** Without a model, the assistant says no more of itself. */
    @Override
    public String text(String key) {
      return key.startsWith("tidings.assistant.") ? "https://model.example.com" : delivered(key);
    }
  }
}
