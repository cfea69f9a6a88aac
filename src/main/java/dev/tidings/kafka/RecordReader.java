package dev.tidings.kafka;

import dev.tidings.events.Incoming;
import dev.tidings.events.Topic;
import dev.tidings.problem.Problem;
import dev.tidings.security.Audit;
import dev.tidings.security.TopicPolicy;
import jakarta.enterprise.inject.Vetoed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Makes a publish request of a record, or says why it is none. */
@Vetoed
class RecordReader {
  /** The topic to publish to; without it, that is the record's key. */
  static final String TOPIC = "tidings-topic";

  /** What the record is known by; without it, that is its place in Kafka. */
  static final String ID = "tidings-id";

  private static final Pattern IDS = Pattern.compile("[\\x21-\\x7e]{1,200}");

  private static final int FORBIDDEN = 403;

  /** Kafka's topics may have longer names than an id has room for. */
  private static final int LONG_NAME = 100;

  private final TopicPolicy policy;
  private final Audit audit;

  RecordReader(TopicPolicy policy, Audit audit) {
    this.policy = policy;
    this.audit = audit;
  }

  /**
   * What a record publishes.
   *
   * @throws Problem why it cannot be published, in the terms of {@code POST /api/events}
   * @throws NotNow if nobody may say now who may do what
   */
  Incoming read(Source source, ConsumerRecord<byte[], byte[]> record) throws NotNow {
    String user = source.caller().name();
    Topic topic = Topic.asked(path(record), user);
    requireAllowed(source, topic);
    byte[] value = record.value();
    if (value == null) {
      throw Problem.badField("value", "value: the record has none; it should be an event.");
    }
    return new Incoming(user, id(record), topic, Incoming.drafts(value));
  }

  /** A record is among the dead letters; it is put on record where it asked for too much. */
  void refused(Source source, ConsumerRecord<byte[], byte[]> record, Problem problem) {
    if (problem.status() == FORBIDDEN) {
      String user = source.caller().name();
      Topic topic = Topic.asked(path(record), user);
      audit.topicsRefused(user, "kafka " + place(record), List.of(topic));
    }
  }

  /** Where a record is: {@code TOPIC-PARTITION-OFFSET}. */
  static String place(ConsumerRecord<?, ?> record) {
    return record.topic() + "-" + record.partition() + "-" + record.offset();
  }

  private static String path(ConsumerRecord<byte[], byte[]> record) {
    String header = header(record, TOPIC);
    if (header != null) {
      return header;
    }
    if (record.key() == null) {
      throw Problem.badField(
          "topic", "A topic is missing: name it in the header " + TOPIC + " or as the key.");
    }
    return new String(record.key(), StandardCharsets.UTF_8);
  }

  private void requireAllowed(Source source, Topic topic) throws NotNow {
    if (!policy.readable()) {
      throw new NotNow("tidings.topics.rules cannot be read, so nobody may publish");
    }
    if (!source.reaches(topic) || !policy.mayWrite(topic, source.caller())) {
      throw Problem.forbidden("This topic is not for this Kafka topic to publish to.");
    }
  }

  /** The time is in it because a Kafka topic that is deleted and made anew counts from 0 again. */
  private static String id(ConsumerRecord<byte[], byte[]> record) {
    String header = header(record, ID);
    if (header == null) {
      String name = record.topic();
      return "kafka:"
          + (name.length() > LONG_NAME
              ? UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
              : name)
          + "-"
          + record.partition()
          + "-"
          + record.offset()
          + "@"
          + record.timestamp();
    }
    if (!IDS.matcher(header).matches()) {
      throw Problem.badField(ID, ID + ": 1 to 200 visible ASCII characters.");
    }
    return header;
  }

  /** The last of a name counts. */
  private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
