package dev.tidings.stream;

import dev.tidings.events.Topic;
import dev.tidings.security.Audit;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what would be in the log: {@code USER TOPICS WORD}. */
final class TestAudit extends Audit {
  final List<String> records = new CopyOnWriteArrayList<>();

  @Override
  public void streamOpened(String user, String address, Collection<Topic> topics) {
    records.add(user + " " + topics + " opened");
  }

  @Override
  public void streamClosed(
      String user, String address, Collection<Topic> topics, String reason, Duration lived) {
    records.add(user + " " + topics + " " + (lived.isNegative() ? "negative" : reason));
  }
}
