package dev.tidings.events;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one transaction will append to the log as the last thing before it commits. One thread. */
final class Pending implements Synchronization {
  private final LogWriter log;
  private final jakarta.enterprise.event.Event<Published> published;
  private final Map<Receipt, List<Entry>> parts = new LinkedHashMap<>();
  private @Nullable Published appended;

  Pending(LogWriter log, jakarta.enterprise.event.Event<Published> published) {
    this.log = log;
    this.published = published;
  }

  Receipt add(List<Entry> entries) {
    if (appended != null) {
      throw new IllegalStateException("The transaction is already committing.");
    }
    Receipt receipt = new Receipt();
    parts.put(receipt, entries);
    return receipt;
  }

  @Override
  public void beforeCompletion() {
    List<Entry> all = new ArrayList<>();
    parts.values().forEach(all::addAll);
    appended = log.append(all);
  }

  @Override
  public void afterCompletion(int status) {
    if (status != Status.STATUS_COMMITTED || appended == null) {
      return;
    }
    published.fire(appended);
    int from = 0;
    for (Map.Entry<Receipt, List<Entry>> part : parts.entrySet()) {
      int to = from + part.getValue().size();
      part.getKey().committed(appended.epoch(), appended.events().subList(from, to));
      from = to;
    }
  }
}
