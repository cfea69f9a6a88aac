package dev.tidings.logs;

import dev.tidings.events.Topic;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A file that may be followed. Clients know its name only; nothing that they send is ever a path.
 *
 * @param name 1 to 40 of {@code [A-Za-z0-9._-]}
 * @param path absolute, without {@code ..}
 */
record LogFile(String name, Path path) {
  /** The server's own log, the only one that needs no path. */
  static final String SERVER = "server";

  /** Files that can be named, at most: each costs a thread while it is followed. */
  static final int MOST = 20;

  private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,40}");
  private static final Path UP = Path.of("..");

  /** Where its lines are published. */
  Topic topic() {
    return Topic.of("logs", name);
  }

  /**
   * Files from a text such as {@code server, access /var/log/nginx/access.log}.
   *
   * @param server where the server's own log is
   * @throws IllegalArgumentException if the text is not of that form; the message says what is
   */
  static List<LogFile> parse(String text, Supplier<Path> server) {
    List<LogFile> files = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String entry : Arrays.stream(text.split(",")).map(String::strip).toList()) {
      if (!entry.isEmpty()) {
        LogFile file = one(entry, server);
        if (!names.add(file.name())) {
          throw new IllegalArgumentException("The name '" + file.name() + "' is there twice.");
        }
        files.add(file);
      }
    }
    if (files.size() > MOST) {
      throw new IllegalArgumentException("At most " + MOST + " files can be named.");
    }
    return List.copyOf(files);
  }

  private static LogFile one(String entry, Supplier<Path> server) {
    String[] words = entry.split("\\s+", 2);
    if (!NAME.matcher(words[0]).matches()) {
      throw new IllegalArgumentException(
          "A name is made of 1 to 40 letters, digits, '.', '_' and '-', not '" + words[0] + "'.");
    }
    if (words.length == 1 && words[0].equals(SERVER)) {
      return new LogFile(SERVER, server.get());
    }
    return new LogFile(words[0], path(words.length == 1 ? "" : words[1]));
  }

  private static Path path(String text) {
    try {
      Path path = Path.of(text);
      for (Path part : path) {
        if (part.equals(UP)) {
          throw new IllegalArgumentException("A path has no '..', as '" + text + "' does.");
        }
      }
      if (path.isAbsolute()) {
        return path.normalize();
      }
    } catch (InvalidPathException unfit) {
      // Told below.
    }
    throw new IllegalArgumentException(
        "A file reads NAME PATH with an absolute path; '" + text + "' is none.");
  }
}
