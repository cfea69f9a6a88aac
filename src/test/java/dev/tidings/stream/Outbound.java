package dev.tidings.stream;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** An event as {@link jakarta.ws.rs.sse.Sse} builds it. */
record Outbound(
    @Nullable String name,
    @Nullable Object data,
    @Nullable String id,
    @Nullable String comment,
    long retry)
    implements OutboundSseEvent {

  static Outbound of(String name, Object data) {
    return new Outbound(name, data, null, null, RECONNECT_NOT_SET);
  }

  @Override
  public @Nullable String getName() {
    return name;
  }

  @Override
  public @Nullable Object getData() {
    return data;
  }

  @Override
  public @Nullable String getId() {
    return id;
  }

  @Override
  public @Nullable String getComment() {
    return comment;
  }

  @Override
  public long getReconnectDelay() {
    return retry;
  }

  @Override
  public boolean isReconnectDelaySet() {
    return retry != RECONNECT_NOT_SET;
  }

  @Override
  public Class<?> getType() {
    return String.class;
  }

  @Override
  public Type getGenericType() {
    return String.class;
  }

  @Override
  public MediaType getMediaType() {
    return MediaType.TEXT_PLAIN_TYPE;
  }
}
