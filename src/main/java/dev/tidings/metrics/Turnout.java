package dev.tidings.metrics;

import dev.tidings.stream.Streams.Visit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts users: each once in all, and once on each page. A stream that ends to be opened again
 * somewhere else takes nobody away. Not safe for threads.
 */
final class Turnout {
  /** A browser as it was last seen. */
  private record Seen(String user, Set<String> pages, long at) {}

  /** Bounded by the streams there are, and those that have just ended. */
  private final Map<String, Seen> browsers = new HashMap<>();

  /**
   * How many there are.
   *
   * @param users different users with a stream
   * @param streams open streams
   * @param pages users by page, the most first
   * @param otherPages pages that are not among them
   */
  record Counts(int users, int streams, Map<String, Integer> pages, int otherPages) {}

  /**
   * @param visits who has a stream open now
   * @param nanos now
   * @param absence for how long who has none still counts, in nanoseconds
   * @param most pages that are named
   */
  Counts count(List<Visit> visits, long nanos, long absence, int most) {
    browsers.values().removeIf(seen -> nanos - seen.at() > absence);
    Map<String, Seen> now = new HashMap<>();
    for (Visit visit : visits) {
      String client = visit.client() == null ? visit.user() : visit.client();
      now.merge(client, new Seen(visit.user(), visit.pages(), nanos), Turnout::both);
    }
    browsers.putAll(now);
    Set<String> users = new HashSet<>();
    Map<String, Set<String>> byPage = new HashMap<>();
    for (Seen seen : browsers.values()) {
      users.add(seen.user());
      seen.pages()
          .forEach(page -> byPage.computeIfAbsent(page, any -> new HashSet<>()).add(seen.user()));
    }
    Map<String, Integer> pages =
        byPage.entrySet().stream()
            .map(page -> Map.entry(page.getKey(), page.getValue().size()))
            .sorted(
                Comparator.<Entry<String, Integer>>comparingInt(page -> -page.getValue())
                    .thenComparing(Entry::getKey))
            .limit(most)
            .collect(
                Collectors.toMap(Entry::getKey, Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    return new Counts(users.size(), visits.size(), pages, byPage.size() - pages.size());
  }

  /** One browser, or streams of a user that do not name theirs. */
  private static Seen both(Seen one, Seen other) {
    Set<String> pages = new HashSet<>(one.pages());
    pages.addAll(other.pages());
    return new Seen(one.user(), pages, one.at());
  }
}
