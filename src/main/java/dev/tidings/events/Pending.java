package dev.tidings.events;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one transaction will append to the log as the last thing before it commits. One thread. */
final class Pending implements Synchronization {
  private final LogWriter log;
  private final jakarta.enterprise.event.Event<Published> published;
  private final Tracing tracing;
  private final List<Part> parts = new ArrayList<>();
  private @Nullable Published appended;

  /** What was published in one go. */
  private record Part(
      Receipt receipt, List<Entry> entries, Tracing.@Nullable Publishing followed) {}

  Pending(LogWriter log, jakarta.enterprise.event.Event<Published> published, Tracing tracing) {
    this.log = log;
    this.published = published;
    this.tracing = tracing;
  }

  Receipt add(List<Entry> entries) {
    if (appended != null) {
      throw new IllegalStateException("The transaction is already committing.");
    }
    Tracing.Publishing followed = tracing.begin(entries.get(0).topic(), entries.size());
    Part part =
        new Part(
            new Receipt(),
            followed == null ? entries : Entry.traced(entries, followed.context()),
            followed);
    parts.add(part);
    return part.receipt();
  }

  @Override
  public void beforeCompletion() {
    List<Entry> all = new ArrayList<>();
    parts.forEach(part -> all.addAll(part.entries()));
    appended = log.append(all);
  }

  @Override
  public void afterCompletion(int status) {
    if (status != Status.STATUS_COMMITTED || appended == null) {
      parts.forEach(Pending::rolledBack);
      return;
    }
    published.fire(appended);
    int from = 0;
    for (Part part : parts) {
      int to = from + part.entries().size();
      part.receipt().committed(appended.epoch(), appended.events().subList(from, to));
      if (part.followed() != null) {
        part.followed().committed(appended.events().get(to - 1).position());
      }
      from = to;
    }
  }

  private static void rolledBack(Part part) {
    if (part.followed() != null) {
      part.followed().failed("rolled back");
    }
  }
}
