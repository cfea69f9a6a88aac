package dev.tidings.events;

import dev.tidings.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Where publish requests go into the log that come again, in the same order, until they were taken:
 * from a message broker. Unlike {@link Intake} it keeps their order when the database fails, and
 * the caller waits. Safe for any thread.
 */
@ApplicationScoped
public class OrderedIntake {
  /** Characters of data in one transaction, about. */
  private static final long GROUP_CHARACTERS = 4 << 20;

  /** SQL states of a value that the database does not take. */
  private static final String DATA = "22";

  @Inject Intake intake;
  @Inject EventsConfig config;
  @Inject LiveTopics live;
  @Inject Publisher publisher;

  /** The database did not confirm; any of the requests may be in the log, and can come again. */
  public static final class Unconfirmed extends Exception {
    private static final long serialVersionUID = 1L;

    public Unconfirmed(Exception cause) {
      super("The database did not confirm", cause);
    }
  }

  /** A request with its answer; the request is null where its topic is live. */
  private record Pending(Incoming incoming, @Nullable PublishRequest request) {}

  /**
   * Takes requests in their order; what is known by its key is not taken twice. Those of live
   * topics are sent to whoever listens once the others are committed, whatever they are known by.
   *
   * @return for each why it was refused, for good; empty where it was taken
   * @throws Unconfirmed where all of them have to come again
   */
  public List<Optional<Problem>> take(List<Incoming> requests) throws Unconfirmed {
    List<Pending> pending = requests.stream().map(this::pending).toList();
    List<PublishRequest> durable = new ArrayList<>();
    pending.forEach(each -> Optional.ofNullable(each.request()).ifPresent(durable::add));
    for (int from = 0; from < durable.size(); ) {
      int to = end(durable, from);
      commit(durable.subList(from, to));
      from = to;
    }
    return pending.stream().map(this::outcome).toList();
  }

  private Pending pending(Incoming incoming) {
    if (live.kind(incoming.topic()) != LiveTopics.Kind.DURABLE) {
      return new Pending(incoming, null);
    }
    List<Entry> entries =
        incoming.drafts().stream().map(draft -> Entry.of(incoming.topic(), draft)).toList();
    return new Pending(incoming, new PublishRequest(incoming.user(), incoming.key(), entries));
  }

  /** How far one transaction goes: at least one request, and none that is known by the same. */
  private int end(List<PublishRequest> requests, int from) {
    Set<KnownRequest.Id> keys = new HashSet<>();
    int events = config.groupEvents();
    long characters = GROUP_CHARACTERS;
    int to = from;
    while (to < requests.size() && keys.add(id(requests.get(to)))) {
      events -= requests.get(to).entries().size();
      characters -= requests.get(to).size();
      if (to > from && (events < 0 || characters < 0)) {
        break;
      }
      to++;
    }
    return to;
  }

  private static KnownRequest.Id id(PublishRequest request) {
    KnownRequest.Id id = request.id();
    if (id == null) {
      throw new IllegalStateException("What comes again has to be known by something.");
    }
    return id;
  }

  private void commit(List<PublishRequest> group) throws Unconfirmed {
    try {
      intake.inTransaction(group);
    } catch (Exception failure) {
      if (!ofItsOwn(failure)) {
        throw new Unconfirmed(failure);
      }
      if (group.size() == 1) {
        group.get(0).answer.completeExceptionally(unfit());
        return;
      }
      // One of them would fail each time; the others are not to wait for it.
      for (PublishRequest request : group) {
        commit(List.of(request));
      }
    }
  }

  /** Whether it lies in what was to be stored, and not in the database or in the moment. */
  private static boolean ofItsOwn(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refused) {
        return String.valueOf(refused.getSQLState()).startsWith(DATA);
      }
    }
    return false;
  }

  private static Problem unfit() {
    return Problem.badField("body", "body: the database does not take a value in it.");
  }

  private Optional<Problem> outcome(Pending pending) {
    PublishRequest request = pending.request();
    if (request == null) {
      publisher.publish(pending.incoming().topic(), pending.incoming().drafts());
      return Optional.empty();
    }
    try {
      request.answer.join();
      return Optional.empty();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof Problem refused) {
        return Optional.of(refused);
      }
      throw failed;
    }
  }
}
