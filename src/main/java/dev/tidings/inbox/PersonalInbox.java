package dev.tidings.inbox;

import dev.tidings.events.EventLog;
import dev.tidings.inbox.InboxErasure.Step;
import dev.tidings.privacy.Archive;
import dev.tidings.privacy.PersonalData;
import dev.tidings.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** What inboxes have of a user: what came, what is to come, what was sent, and how it is wanted. */
@ApplicationScoped
class PersonalInbox implements PersonalData {
  private static final int PAGE = 500;

  /** Between two tries to get the turn, and how many there are: the longest delivery is over. */
  private static final long PAUSE_MILLIS = 25;

  private static final int TRIES = 800;

  @Inject EventLog log;
  @Inject InboxHistory history;
  @Inject Preferences preferences;
  @Inject InboxErasure erasure;
  @Inject InboxRecords records;

  @Override
  public void export(String user, Archive archive) throws IOException {
    archive.file("preferences.json");
    archive.line(preferences.json(user));
    archive.file("inbox.json");
    archive.line(records.inbox(user));
    archive.file("inbox.jsonl");
    long head = log.head().position();
    long after = 0;
    List<InboxHistory.Told> page = history.after(user, after, head, PAGE);
    while (!page.isEmpty()) {
      for (InboxHistory.Told told : page) {
        after = told.id();
        archive.line(told.json().toString());
      }
      page = history.after(user, after, head, PAGE);
    }
    archive.file("notifications.jsonl");
    for (long at = 0; at >= 0; ) {
      InboxRecords.Page found = records.notifications(user, at, head);
      for (String line : found.lines()) {
        archive.line(line);
      }
      at = found.next();
    }
    archive.file("scheduled.jsonl");
    for (String line : records.scheduled(user)) {
      archive.line(line);
    }
  }

  /** First what is still to be delivered, so that nothing comes back. */
  @Override
  public Map<String, Long> erase(String user) {
    return Map.of(
        "notifications", all(after -> erasure.notifications(user, after)),
        "scheduled", all(after -> erasure.scheduled(user)),
        "items", all(after -> erasure.items(user)),
        "preferences", all(after -> erasure.rest(user)));
  }

  private static long all(LongFunction<@Nullable Step> work) {
    long changed = 0;
    long after = 0;
    while (after >= 0) {
      Step step = inTurn(work, after);
      changed += step.changed();
      after = step.next();
    }
    return changed;
  }

  /** Whoever delivers has the turn for a moment at a time, here or on another node. */
  private static Step inTurn(LongFunction<@Nullable Step> work, long after) {
    for (int i = 0; i < TRIES; i++) {
      Step done = work.apply(after);
      if (done != null) {
        return done;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    throw Problem.unavailable("Notifications are being delivered. Repeat this in a while.");
  }
}
