package dev.tidings.admin;

import dev.tidings.admin.SettingsBook.Entry;
import dev.tidings.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** What is in force now, and where it comes from. Safe for any thread. */
@ApplicationScoped
class SettingsView {
  private static final String MASKED = "••••••••";

  /** What an address may have before its host: a name and a password. */
  private static final Pattern CREDENTIALS = Pattern.compile("//[^/@\\s]+@");

  private final SettingsBook book = SettingsBook.delivered();

  @Inject Config config;
  @Inject Settings settings;

  /** A value as somebody has set it, and who. */
  private record Found(String value, String source) {}

  /** Every setting, in the order of the file that explains them. */
  List<SettingState> all() {
    List<ConfigSource> sources =
        StreamSupport.stream(config.getConfigSources().spliterator(), false)
            .sorted(Comparator.comparingInt(ConfigSource::getOrdinal).reversed())
            .toList();
    return book.entries().stream().map(entry -> state(entry, sources)).toList();
  }

  private SettingState state(Entry entry, List<ConfigSource> sources) {
    Found found = found(entry, sources);
    SettingBounds bounds = entry.bounds();
    Optional<String> refusal = bounds.refusal(found.value());
    // Asked each time: what was shown as in force is the last good one from then on.
    String inForce = inForce(entry);
    return new SettingState(
        entry.key(),
        entry.chapter(),
        shown(entry, refusal.isEmpty() ? found.value() : inForce),
        found.source(),
        shown(entry, entry.delivered()),
        bounds.type().name().toLowerCase(Locale.ROOT),
        bounds.min().isEmpty() ? null : bounds.min(),
        bounds.max().isEmpty() ? null : bounds.max(),
        entry.live(),
        entry.secret(),
        refusal.isEmpty() ? null : shown(entry, found.value()),
        refusal.orElse(null),
        entry.description());
  }

  /** The first that has it counts, also where what it has is empty. */
  private static Found found(Entry entry, List<ConfigSource> sources) {
    for (ConfigSource source : sources) {
      String value = source.getValue(entry.key());
      if (value != null) {
        String name = name(source);
        boolean untouched = name.equals("settings.xml") && value.equals(entry.delivered());
        return new Found(value, untouched ? "default" : name);
      }
    }
    return new Found(entry.delivered(), "default");
  }

  /** In the words of operators; which class it is, is the only thing that tells them apart. */
  private static String name(ConfigSource source) {
    String type = source.getClass().getSimpleName();
    if (type.startsWith("ServerXMLDefault")) {
      return "settings.xml";
    }
    if (type.startsWith("ServerXML") || type.startsWith("AppProperty")) {
      return "server.xml";
    }
    if (type.startsWith("Env")) {
      return "environment";
    }
    if (type.startsWith("SysProp")) {
      return "system property";
    }
    return source.getName().contains("META-INF/microprofile-config.properties")
        ? "default"
        : source.getName();
  }

  /** The last good one. */
  private String inForce(Entry entry) {
    SettingBounds bounds = entry.bounds();
    return switch (bounds.type()) {
      case NUMBER ->
          String.valueOf(
              settings.number(
                  entry.key(), Long.parseLong(bounds.min()), Long.parseLong(bounds.max())));
      case DURATION ->
          settings
              .duration(entry.key(), Duration.parse(bounds.min()), Duration.parse(bounds.max()))
              .toString();
      case TEXT, FLAG -> settings.text(entry.key());
    };
  }

  private static String shown(Entry entry, String value) {
    if (entry.secret()) {
      return value.isEmpty() ? "" : MASKED;
    }
    return CREDENTIALS.matcher(value).replaceAll("//" + MASKED + "@");
  }
}
