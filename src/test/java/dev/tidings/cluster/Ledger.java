package dev.tidings.cluster;

import dev.tidings.PostgresServer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the publishers of one run were answered. Safe for any thread. */
final class Ledger {
  private static final Pattern DATA =
      Pattern.compile("\\{\"run\":\"([0-9a-f-]+)\",\"p\":(\\d+),\"n\":(\\d+),\"t\":(\\d+)}");

  /** An event, by who published it and how many before. */
  record Item(int publisher, int number) {}

  /** An event in the log. */
  record Row(long position, Item item) {}

  private final String run = UUID.randomUUID().toString();

  /** By id, as it was answered. */
  private final ConcurrentMap<String, Item> answered = new ConcurrentHashMap<>();

  /** Not answered 2xx, and not tried again: may be stored, once at most. */
  private final Set<Item> uncertain = ConcurrentHashMap.newKeySet();

  private final Set<String> reused = ConcurrentHashMap.newKeySet();

  /** The data of an event, and when it was made, in {@link System#nanoTime()}. */
  String data(Item item) {
    return "{\"run\":\"%s\",\"p\":%d,\"n\":%d,\"t\":%d}"
        .formatted(run, item.publisher(), item.number(), System.nanoTime());
  }

  /** When this data was made; empty if it is not of this run. */
  OptionalLong madeAt(String data) {
    Matcher ours = DATA.matcher(data);
    return ours.find() && ours.group(1).equals(run)
        ? OptionalLong.of(Long.parseLong(ours.group(4)))
        : OptionalLong.empty();
  }

  /** All of this run that the log has, in order. */
  List<Row> stored(PostgresServer database) {
    List<Row> rows = new ArrayList<>();
    String all =
        "select position || ' ' || data from tidings_event where type = '%s' and data like '%%%s%%'"
            .formatted(Load.TYPE, run);
    for (String line : database.query(all + " order by position")) {
      Matcher data = DATA.matcher(line);
      if (!data.find()) {
        throw new AssertionError("Not as it was published: " + line);
      }
      Item item = new Item(Integer.parseInt(data.group(2)), Integer.parseInt(data.group(3)));
      rows.add(new Row(Long.parseLong(line.substring(0, line.indexOf(' '))), item));
    }
    return rows;
  }

  void answered(Item item, String id) {
    Item other = answered.putIfAbsent(id, item);
    if (other != null && !other.equals(item)) {
      reused.add(id + " is of " + other + " and of " + item);
    }
  }

  void uncertain(Item item) {
    uncertain.add(item);
  }

  int answered() {
    return answered.size();
  }

  int uncertain() {
    return uncertain.size();
  }

  /** Ids that were given to two events. */
  Set<String> reused() {
    return reused;
  }

  /** Answered in this life of the log, and not there, or elsewhere. */
  List<String> lost(String epoch, Collection<Row> rows) {
    Map<Long, Item> stored = rows.stream().collect(Collectors.toMap(Row::position, Row::item));
    return answered.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(epoch + "-"))
        .filter(entry -> !entry.getValue().equals(stored.get(position(entry.getKey()))))
        .map(Object::toString)
        .toList();
  }

  /** Stored twice, or stored though nobody published it. */
  List<String> tooMany(Collection<Row> rows) {
    Map<Item, Long> stored = new HashMap<>();
    Set<Item> known = Set.copyOf(answered.values());
    return rows.stream()
        .filter(
            row ->
                stored.put(row.item(), row.position()) != null
                    || !(known.contains(row.item()) || uncertain.contains(row.item())))
        .map(Object::toString)
        .toList();
  }

  static long position(String id) {
    return Long.parseLong(id.substring(id.indexOf('-') + 1));
  }
}
