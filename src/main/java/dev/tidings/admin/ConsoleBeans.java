package dev.tidings.admin;

import com.ibm.websphere.security.auth.WSSubject;
import dev.tidings.cluster.Roster;
import dev.tidings.config.NodeName;
import dev.tidings.events.Publisher;
import dev.tidings.events.Topic;
import dev.tidings.problem.Problem;
import dev.tidings.security.Audit;
import dev.tidings.stream.Activity;
import dev.tidings.stream.Drain;
import dev.tidings.stream.Overview;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The hub for consoles that speak JMX: MXBeans in the platform's MBean server from the start of the
 * application to its end. What is done through them is recorded as the deed of whom the server
 * knows the caller to be; whoever is in the same JVM is {@code jmx}. Safe for any thread.
 */
@ApplicationScoped
class ConsoleBeans {
  private static final Logger LOG = Logger.getLogger(ConsoleBeans.class.getName());

  /** Who does something that the server does not know, and from where. */
  private static final String JMX = "jmx";

  @Inject Overview overview;
  @Inject Drain drain;
  @Inject Roster roster;
  @Inject NodeName name;
  @Inject Installed installed;
  @Inject TopicTable topics;
  @Inject Publisher publisher;
  @Inject Audit audit;
  @Resource ContextService contexts;

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

  /** Guarded by this. */
  private final List<ObjectName> registered = new ArrayList<>();

  /** Lets a thread of the server do what those of the application can, such as ask the database. */
  private volatile Executor inside = Runnable::run;

  synchronized void start(@Observes Startup started) {
    inside = contexts.currentContextExecutor();
    register(NodeMXBean.NAME, Described.of(new NodeBean(), NodeMXBean.class));
    register(StreamsMXBean.NAME, Described.of(new StreamsBean(), StreamsMXBean.class));
    register(TopicsMXBean.NAME, Described.of(new TopicsBean(), TopicsMXBean.class));
  }

  synchronized void stop(@Observes Shutdown stopping) {
    for (ObjectName bean : registered) {
      try {
        server.unregisterMBean(bean);
      } catch (JMException gone) {
        LOG.log(Level.FINE, "An MBean was not there any more.", gone);
      }
    }
    registered.clear();
  }

  private void register(String name, Described bean) {
    try {
      ObjectName known = new ObjectName(name);
      server.registerMBean(bean, known);
      registered.add(known);
    } catch (JMException taken) {
      LOG.log(Level.WARNING, "There is no MBean {0}: {1}", new Object[] {name, taken.toString()});
    }
  }

  /**
   * What a call brings.
   *
   * @throws IllegalArgumentException if what was asked for cannot be
   * @throws IllegalStateException if it failed; other classes no client would know
   */
  private <T> T inside(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    inside.execute(task);
    try {
      return task.get();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stop);
    } catch (ExecutionException failed) {
      Throwable why = failed.getCause();
      if (why instanceof Problem problem) {
        throw new IllegalArgumentException(problem.detail());
      }
      LOG.log(Level.FINE, "What was asked for by JMX failed.", why);
      throw new IllegalStateException(String.valueOf(why));
    }
  }

  private void done(String deed, String subject) {
    String caller = WSSubject.getCallerPrincipal();
    audit.administered(caller == null ? JMX : caller, JMX, deed, subject);
  }

  private static @Nullable String orNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private final class NodeBean implements NodeMXBean {
    private Activity activity() {
      return overview.activity();
    }

    @Override
    public String getName() {
      return name.text();
    }

    @Override
    public String getId() {
      return roster.run();
    }

    @Override
    public String getState() {
      return activity().ready() ? "ready" : "draining";
    }

    @Override
    public String getSince() {
      return Rows.time(NodeTable.started());
    }

    @Override
    public String getVersion() {
      return installed.version();
    }

    @Override
    public @Nullable String getDatabase() {
      return inside(installed::database);
    }

    @Override
    public long getDeliveries() {
      return activity().allDeliveries();
    }

    @Override
    public double getDeliveriesPerSecond() {
      return activity().deliveries();
    }

    @Override
    public double getPublishesPerSecond() {
      return activity().publishes();
    }

    @Override
    public long getTailLag() {
      return activity().tailLag();
    }

    @Override
    public void drain() {
      drain.begin();
      done("drain", name.text());
    }

    @Override
    public void takeBack() {
      drain.cancel();
      done("take back", name.text());
    }
  }

  private final class StreamsBean implements StreamsMXBean {
    @Override
    public int getOpen() {
      return overview.activity().streams();
    }

    @Override
    public List<StreamView> list(@Nullable String user, @Nullable String topic, int limit) {
      return inside(
          () -> {
            String listened = orNull(topic);
            return overview
                .streams(
                    Asked.name("user", orNull(user)),
                    listened == null ? null : new Topic(listened),
                    0,
                    Asked.limit(String.valueOf(limit)))
                .streams()
                .stream()
                .map(each -> new StreamView(new StreamId(roster.run(), each.number()), each))
                .toList();
          });
    }

    @Override
    public boolean end(String id, @Nullable String retry) {
      boolean there =
          inside(
              () -> {
                Duration back = Asked.retry(orNull(retry));
                return StreamId.parse(id)
                    .filter(stream -> stream.run().equals(roster.run()))
                    .map(stream -> overview.end(stream.number(), back))
                    .orElse(false);
              });
      if (there) {
        done("end stream", id);
      }
      return there;
    }

    @Override
    public int endOf(String user, @Nullable String retry) {
      int streams = inside(() -> overview.endOf(user, Asked.retry(orNull(retry))));
      done("end streams", user);
      return streams;
    }
  }

  private final class TopicsBean implements TopicsMXBean {
    @Override
    public int getOpen() {
      return overview.activity().topics();
    }

    @Override
    public List<TopicView> list(@Nullable String prefix, int limit) {
      return inside(
          () ->
              topics.all(Asked.prefix(prefix), Asked.limit(String.valueOf(limit))).rows().stream()
                  .map(TopicView::new)
                  .toList());
    }

    @Override
    public void clear(String topic) {
      inside(() -> publisher.clear(new Topic(topic)));
      done("clear topic", topic);
    }
  }
}
