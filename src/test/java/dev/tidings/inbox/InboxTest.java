package dev.tidings.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** The counts against a recount, whatever is done in whatever order. */
class InboxTest {
  private static final Duration KEPT = Duration.ofDays(365);
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  /** What it should be: each item for itself, nothing at once. */
  private static final class Plain {
    boolean shown;
    boolean archived;
    boolean unread;
    boolean unseen;
  }

  private final Inbox inbox = Inbox.of("alice", 0);
  private final Map<Long, Item> items = new TreeMap<>();
  private final Map<Long, Plain> plain = new TreeMap<>();
  private final List<Undo> undo = new ArrayList<>();

  @Property(tries = 2_000)
  void counts_are_those_of_a_recount(@ForAll @Size(max = 60) List<Integer> deeds) {
    for (int deed : deeds) {
      perform(Math.floorMod(deed, 12), Math.floorMod(deed / 12, 8) + 1L);
      check();
    }
  }

  private void perform(int deed, long id) {
    if (deed < 3) {
      arrive(id);
      return;
    }
    switch (deed) {
      case 3 -> all(false);
      case 4 -> all(true);
      case 5 -> {
        inbox.version++;
        inbox.seeAll();
        plain.values().forEach(each -> each.unseen = false);
      }
      default -> one(deed, id);
    }
  }

  private void arrive(long id) {
    Item item = items.computeIfAbsent(id, InboxTest::item);
    inbox.surface(item, NOW, KEPT);
    Plain each = plain.computeIfAbsent(id, fresh -> new Plain());
    each.shown = each.unread = each.unseen = true;
    each.archived = false;
  }

  private static Item item(long id) {
    Item item = new Item();
    item.key = new Item.Key("alice", id);
    item.notification = id;
    return item;
  }

  private void all(boolean archive) {
    inbox.version++;
    if (archive) {
      inbox.archiveAll();
    } else {
      inbox.readAll();
    }
    plain.forEach(
        (id, each) -> {
          each.unread = each.unseen = false;
          if (archive && each.shown && items.get(id).box != Box.PINNED) {
            each.shown = false;
            each.archived = true;
          }
        });
  }

  private void one(int deed, long id) {
    Item item = items.get(id);
    Plain each = plain.get(id);
    if (item == null || each == null) {
      return;
    }
    long version = ++inbox.version;
    switch (deed) {
      case 6 -> {
        inbox.read(item);
        each.unread = each.unseen = false;
      }
      case 7 -> {
        inbox.unread(item, version);
        each.unread |= each.shown;
      }
      case 8 -> {
        inbox.archive(item, KEPT);
        if (!each.archived) {
          each.shown = each.unread = each.unseen = false;
          each.archived = true;
        }
      }
      case 9 -> {
        inbox.bringBack(item, version, KEPT);
        each.shown = true;
        each.archived = false;
      }
      case 10 -> {
        inbox.snooze(item, NOW.plusSeconds(60), KEPT);
        each.shown = each.archived = each.unread = each.unseen = false;
      }
      default -> {
        undo.clear();
        undo.add(Undo.of(item));
        Plain before = new Plain();
        before.shown = each.shown;
        before.archived = each.archived;
        before.unread = each.unread;
        before.unseen = each.unseen;
        inbox.archive(item, KEPT);
        undo.get(0).restore(inbox, item, KEPT);
        plain.put(id, before);
      }
    }
  }

  private void check() {
    plain.forEach(
        (id, each) -> {
          Item item = items.get(id);
          assertThat(inbox.shows(item)).as("shown %s", id).isEqualTo(each.shown);
          assertThat(inbox.archived(item)).as("archived %s", id).isEqualTo(each.archived);
          assertThat(inbox.unread(item)).as("unread %s", id).isEqualTo(each.unread);
          assertThat(inbox.unseen(item)).as("unseen %s", id).isEqualTo(each.unseen);
        });
    assertThat(inbox.unread).isEqualTo((int) plain.values().stream().filter(e -> e.unread).count());
    assertThat(inbox.unseen).isEqualTo((int) plain.values().stream().filter(e -> e.unseen).count());
  }
}
