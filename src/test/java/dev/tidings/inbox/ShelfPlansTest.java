package dev.tidings.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Plans;
import dev.tidings.inbox.Shelf.Page;
import dev.tidings.inbox.Shelf.Tab;
import dev.tidings.inbox.Shelf.Wanted;
import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A page of an inbox is found in the order of an index, whatever else is in the inbox. */
class ShelfPlansTest {
  private static final long TOP = Long.MAX_VALUE;

  private Plans plans;
  private final Shelf shelf = new Shelf();

  @BeforeEach
  @SuppressWarnings("UnnecessaryAssignment") // There is no container here.
  void fill() throws SQLException, IOException {
    String inbox =
        "insert into tidings_inbox (user_name, version, unread, unseen, read_all, seen_all,"
            + " filed_all, joined, visited, roles, time_zone, undo_version, mailed) select"
            + " 'user' || x, 10000, 0, 0, 0, 0, 0, 0, 0, '', '', 0, 0 from system_range(1, 10)";
    String contents =
        "insert into tidings_notification (id, category, severity, title, rest, sent_at) select x,"
            + " 'c' || mod(x, 5), 'info', 'title ' || x, '{}', current_timestamp"
            + " from system_range(1, 2000)";
    String items =
        "insert into tidings_inbox_item (user_name, id, notification, category, box, place,"
            + " unread_at, unseen_at, held, arrived_at, due) select 'user' || u.x, n.x, n.x,"
            + " 'c' || mod(n.x, 5), case mod(n.x, 4) when 1 then 'ARCHIVED' when 2 then 'SNOOZED'"
            + " else 'INBOX' end, n.x, case mod(n.x, 4) when 0 then n.x else -n.x end, 0, 0,"
            + " current_timestamp, current_timestamp"
            + " from system_range(1, 10) u(x), system_range(1, 2000) n(x)";
    plans = new Plans(inbox, contents, items);
    shelf.em = plans.em();
    shelf.config =
        new InboxConfig() {
          @Override
          int searched() {
            return 40;
          }
        };
  }

  @AfterEach
  void drop() throws SQLException {
    plans.close();
  }

  private Page page(Tab tab, @Nullable String category, @Nullable String text, long before) {
    return shelf.page("user3", new Wanted(tab, category, text, before, 10));
  }

  @Test
  void every_tab_by_category_and_text() throws SQLException {
    for (Tab tab : Tab.values()) {
      assertThat(page(tab, null, null, 1_500).entries()).as("%s", tab).hasSize(10);
      assertThat(page(tab, "c2", null, 1_500).entries()).as("%s", tab).isNotEmpty();
      assertThat(page(tab, null, "nothing", 1_500).next()).as("%s", tab).isBetween(1L, 1_499L);
      assertThat(page(tab, "c2", "nothing", 1_500).next()).as("%s", tab).isBetween(1L, 1_499L);
      assertThat(page(tab, null, null, TOP).next()).isPositive();
    }
    assertThat(plans.inOrderOfAnIndex()).isGreaterThan(25);
  }

  @Test
  void a_step_of_a_search_goes_on_where_the_last_one_stopped() {
    long before = TOP;
    int steps = 0;
    do {
      Page page = page(Tab.ALL, null, "title 4", before);
      assertThat(page.entries()).allMatch(entry -> entry.content().title.startsWith("title 4"));
      before = page.next();
      steps++;
    } while (before != 0);
    assertThat(steps).isGreaterThanOrEqualTo(10);
  }
}
