package dev.tidings.admin;

import dev.tidings.cluster.Roster;
import dev.tidings.events.Draft;
import dev.tidings.events.Event;
import dev.tidings.events.EventId;
import dev.tidings.events.HubIntake;
import dev.tidings.events.HubTopicReader;
import dev.tidings.events.Json;
import dev.tidings.events.Topic;
import dev.tidings.stream.Drain;
import dev.tidings.stream.Overview;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What administrators have other nodes do: events of one of the hub's own topics, so that no other
 * can give orders, and that none is lost. A node that starts takes none from before. Safe for any
 * thread.
 */
@ApplicationScoped
class Orders implements HubTopicReader {
  private static final Logger LOG = Logger.getLogger(Orders.class.getName());

  /** Where they are in the log. No rule lets anybody read or write it. */
  static final Topic TOPIC = Topic.ofHub("orders");

  private static final String END = "end-stream";
  private static final String END_OF = "end-streams-of";
  private static final String DRAIN = "drain";
  private static final String TAKE_BACK = "take-back";

  @Inject HubIntake intake;
  @Inject Roster roster;
  @Inject Overview overview;
  @Inject Drain drain;
  @Resource ManagedExecutorService executor;

  /**
   * Has the node of a stream end it.
   *
   * @return completed when the log has it; fails with a problem
   */
  CompletionStage<List<EventId>> end(String by, StreamId stream, @Nullable Duration retry) {
    return give(by, END, Map.of("stream", stream.toString()), retry);
  }

  /** Has all other nodes end all streams of a user. */
  CompletionStage<List<EventId>> endOf(String by, String user, @Nullable Duration retry) {
    return give(by, END_OF, Map.of("user", user, "by", roster.run()), retry);
  }

  /** Has a node be drained, or take streams again. */
  CompletionStage<List<EventId>> drain(String by, String run, boolean begin) {
    return give(by, begin ? DRAIN : TAKE_BACK, Map.of("node", run), null);
  }

  private CompletionStage<List<EventId>> give(
      String by, String type, Map<String, String> what, @Nullable Duration retry) {
    Map<String, String> data = new LinkedHashMap<>(what);
    if (retry != null) {
      data.put("retry", retry.toString());
    }
    return intake.submit(by, null, TOPIC, List.of(new Draft(type, Json.from(data), null)));
  }

  /** Orders are for those who were there. */
  @Override
  public void begin() {}

  @Override
  public void learn(Event event) {
    if (event.topic().equals(TOPIC)) {
      try {
        executor.execute(() -> carryOut(event));
      } catch (RejectedExecutionException stopping) {
        LOG.log(Level.FINE, "An order is not carried out: the server stops.", stopping);
      }
    }
  }

  private void carryOut(Event event) {
    try {
      carryOut(event.type(), Rows.parse(event.data()));
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.WARNING, "What an administrator ordered could not be done here.", failure);
    }
  }

  private void carryOut(String type, JsonObject order) {
    String retry = order.getString("retry", null);
    Duration back = retry == null ? null : Duration.parse(retry);
    String run = roster.run();
    switch (type) {
      case END ->
          StreamId.parse(order.getString("stream"))
              .filter(stream -> stream.run().equals(run))
              .ifPresent(stream -> overview.end(stream.number(), back));
      case END_OF -> {
        // Who gave the order has ended its own.
        if (!order.getString("by").equals(run)) {
          overview.endOf(order.getString("user"), back);
        }
      }
      case DRAIN -> {
        if (order.getString("node").equals(run)) {
          drain.begin();
        }
      }
      case TAKE_BACK -> {
        if (order.getString("node").equals(run)) {
          drain.cancel();
        }
      }
      default -> LOG.log(Level.FINE, "A newer node gave an order: {0}", type);
    }
  }
}
