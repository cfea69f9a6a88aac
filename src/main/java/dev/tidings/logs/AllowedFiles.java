package dev.tidings.logs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The files that may be followed, by {@code tidings.logs.files}. While that cannot be read, none
 * may. Safe for any thread.
 */
@ApplicationScoped
class AllowedFiles {
  private static final Logger LOG = Logger.getLogger(AllowedFiles.class.getName());
  private static final long LOOK_NANOS = 1_000_000_000L;

  private record Known(String text, List<LogFile> files, long at) {}

  @Inject LogsConfig config;

  private volatile Known known = new Known("", List.of(), System.nanoTime());
  private volatile String complained = "";

  /** All of them; the server's own log is where it was a second ago. */
  List<LogFile> all() {
    String text = config.files();
    Known last = known;
    if (!last.text().equals(text) || System.nanoTime() - last.at() > LOOK_NANOS) {
      last = new Known(text, read(text), System.nanoTime());
      known = last;
    }
    return last.files();
  }

  /** The file of this name, if there is one. */
  Optional<LogFile> named(String name) {
    return all().stream().filter(file -> file.name().equals(name)).findFirst();
  }

  private List<LogFile> read(String text) {
    try {
      return LogFile.parse(text, ServerLog::path);
    } catch (IllegalArgumentException malformed) {
      if (!complained.equals(text)) {
        complained = text;
        LOG.log(
            Level.SEVERE,
            "No log file can be followed until tidings.logs.files is mended. {0}",
            malformed.getMessage());
      }
      return List.of();
    }
  }
}
