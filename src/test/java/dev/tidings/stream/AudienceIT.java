package dev.tidings.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Client;
import dev.tidings.Deployments;
import dev.tidings.Listener;
import dev.tidings.SseParser;
import dev.tidings.events.Draft;
import dev.tidings.events.Publisher;
import dev.tidings.events.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A source of live events that runs only while somebody listens, in a real container. */
@ArquillianTest
@Tag("inside")
class AudienceIT {
  @Inject Source source;
  @Inject Drain drain;
  @ArquillianResource URI root;

  private final Topic topic = Topic.of("metrics", UUID.randomUUID().toString());

  @Deployment
  static WebArchive war() {
    return Deployments.war(
        AudienceIT.class, Source.class, Client.class, Listener.class, SseParser.class);
  }

  /** Sends a value as soon as it is listened to. */
  @ApplicationScoped
  public static class Source {
    @Inject Publisher publisher;

    final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    void began(@Observes AudienceBegan began) {
      told.add("began " + began.topic());
      publisher.publish(began.topic(), Draft.of("gauge", 42));
    }

    void ended(@Observes AudienceEnded ended) {
      told.add("ended " + ended.topic());
    }

    /** What it was told next of a topic. */
    public String next(Topic topic) throws InterruptedException {
      String next = told.poll(60, TimeUnit.SECONDS);
      while (next != null && !next.endsWith(topic.path())) {
        next = told.poll(60, TimeUnit.SECONDS);
      }
      return String.valueOf(next);
    }
  }

  @Test
  void it_is_told_of_the_first_and_of_the_last_listener() throws Exception {
    Client oscar = Client.signedIn(root, "oscar");
    try (Listener first = oscar.listening("topic=" + topic + "&client=a");
        Listener second = oscar.listening("topic=" + topic + "&client=b")) {
      assertThat(source.next(topic)).isEqualTo("began " + topic);
      assertThat(first.take(1).get(0).data()).endsWith("\"data\":42}");
      assertThat(second.take(1).get(0).data()).endsWith("\"data\":42}");
    }
    // The browser's next page listens elsewhere, which ends its streams here.
    oscar.listening("topic=metrics/other&client=a");
    oscar.listening("topic=metrics/other&client=b");
    assertThat(source.next(topic)).isEqualTo("ended " + topic);
  }

  @Test
  void a_node_that_is_drained_sends_its_audience_away_until_that_is_cancelled() {
    Client alice = Client.signedIn(root, "alice");
    try (Listener listener = alice.listening("topic=feeds/a")) {
      assertThat(ready()).isEqualTo(200);
      drain.begin();
      assertThat(ready()).isEqualTo(503);
      assertThat(Client.anonymous(root).get("/health/ready").body()).contains("\"leaving\":true");
      assertThat(Client.anonymous(root).get("/health/live").statusCode()).isEqualTo(200);
      assertThat(listener.next("bye").data()).contains("\"reason\":\"stopping\"");
      assertThat(alice.listen("topic=feeds/a").next("bye").data()).contains("\"stopping\"");
      // A proxy that says that it will, asks another one.
      assertThat(alice.open("topic=feeds/a", "Tidings-Proxy", "elsewhere").statusCode())
          .isEqualTo(503);
      // All else goes on.
      Client.signedIn(root, "news").sayAnyway("feeds/a", "still here");
      assertThat(drain.begun()).isTrue();
    } finally {
      drain.cancel();
    }
    assertThat(drain.begun()).isFalse();
    assertThat(ready()).isEqualTo(200);
    alice.listening("topic=feeds/a", "Tidings-Proxy", "elsewhere").close();
  }

  private int ready() {
    return Client.anonymous(root).get("/health/ready").statusCode();
  }
}
