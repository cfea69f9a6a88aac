package dev.tidings.events;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A publish request on its way into the log, and the answer it waits for. Safe for any thread. */
final class PublishRequest {
  private static final long REQUEST_BYTES = 500;
  private static final long ENTRY_BYTES = 300;

  private final String principal;
  private final @Nullable String key;
  private List<Entry> entries;
  private final AtomicBoolean taken = new AtomicBoolean();

  /** The ids, or the failure. */
  final CompletableFuture<List<EventId>> answer = new CompletableFuture<>();

  PublishRequest(String principal, @Nullable String key, List<Entry> entries) {
    this.principal = principal;
    this.key = key;
    this.entries = entries;
  }

  List<Entry> entries() {
    return entries;
  }

  /**
   * Who waits for the answer is part of a trace, and so is what becomes of this. Before it waits.
   */
  void follow(Tracing tracing) {
    Tracing.Publishing followed = tracing.begin(entries.get(0).topic(), entries.size());
    if (followed != null) {
      entries = Entry.traced(entries, followed.context());
      CompletableFuture<List<EventId>> unused =
          answer.whenComplete((ids, failure) -> tell(followed, ids, failure));
    }
  }

  private static void tell(
      Tracing.Publishing followed, @Nullable List<EventId> ids, @Nullable Throwable failure) {
    if (ids != null) {
      followed.committed(ids.get(ids.size() - 1).position());
    } else {
      followed.failed(String.valueOf(failure));
    }
  }

  /** About as many bytes as it takes in memory. */
  long size() {
    return REQUEST_BYTES
        + entries.stream().mapToLong(entry -> ENTRY_BYTES + entry.data().length()).sum();
  }

  /** What this request is known by; null where it has no idempotency key. */
  KnownRequest.@Nullable Id id() {
    return key == null ? null : new KnownRequest.Id(principal, key);
  }

  /** True once: either the commit takes the request, or its time-out does. */
  boolean take() {
    return taken.compareAndSet(false, true);
  }

  /** The same for the same topic and body, as far as anybody could tell requests apart. */
  String fingerprint() {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
    }
    for (Entry entry : entries) {
      // Neither a topic, nor a type, nor compact JSON can hold a line break.
      String line = entry.topic() + "\n" + entry.type() + "\n" + entry.data() + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
