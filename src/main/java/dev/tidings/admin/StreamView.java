package dev.tidings.admin;

import dev.tidings.stream.OpenStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of the table of streams, with getters: that is what becomes CompositeData. */
public final class StreamView {
  private final String id;
  private final OpenStream stream;

  StreamView(StreamId id, OpenStream stream) {
    this.id = id.toString();
    this.stream = stream;
  }

  public String getId() {
    return id;
  }

  public String getUser() {
    return stream.user();
  }

  public String getAddress() {
    return stream.address();
  }

  /** What the client calls itself. */
  public String getAgent() {
    return stream.agent();
  }

  public List<String> getTopics() {
    return stream.topics().stream().map(topic -> topic.path()).toList();
  }

  /** ISO-8601 in UTC. */
  public String getSince() {
    return Rows.time(stream.since());
  }

  public long getEvents() {
    return stream.events();
  }

  public long getBytes() {
    return stream.bytes();
  }

  public long getLag() {
    return stream.lag();
  }

  public @Nullable String getLastId() {
    return stream.lastId() == null ? null : stream.lastId().toString();
  }

  public String getState() {
    return stream.state().word();
  }
}
