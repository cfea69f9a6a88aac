package dev.tidings.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Client;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import dev.tidings.SseParser.Message;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The process is killed under load, more than once; what was answered is there, and once. */
class CrashIT {
  private static final int KILLS = 3;
  private static final int PUBLISHERS = 8;
  private static final int ANSWERED_BETWEEN_KILLS = 400;
  private static final String TOPIC = "feeds/crash";

  /** Texts whose publish was answered 201, and the ids. */
  private final Queue<String> answered = new ConcurrentLinkedQueue<>();

  private final Queue<String> ids = new ConcurrentLinkedQueue<>();
  private final Queue<String> tried = new ConcurrentLinkedQueue<>();

  @Test
  void every_answered_publish_survives_kill_9_and_none_comes_twice() {
    try (LibertyServer server = LibertyServer.fresh("crash").start()) {
      String resume = "";
      List<String> received = new ArrayList<>();
      for (int kill = 1; kill <= KILLS; kill++) {
        Client alice = Client.signedIn(server.uri(), "alice");
        Listener listener =
            resume.isEmpty()
                ? alice.listening("topic=" + TOPIC)
                : alice.listening("topic=" + TOPIC, "Last-Event-ID", resume);
        publishUntilKilled(server, kill);
        List<Message> seen = listener.rest();
        received.addAll(seen.stream().map(Message::data).toList());
        resume = listener.lastId();
        server.start();
      }
      Client alice = Client.signedIn(server.uri(), "alice");
      try (Listener listener = alice.listening("topic=" + TOPIC, "Last-Event-ID", resume)) {
        Client.signedIn(server.uri(), "news").say(TOPIC, "sentinel");
        received.addAll(listener.until("sentinel").stream().map(Message::data).toList());
      }
      List<String> stored = history(alice);
      assertThat(stored).as("stored").doesNotHaveDuplicates().containsAll(answered);
      assertThat(Set.copyOf(tried)).as("tried").containsAll(stored);
      assertThat(ids).as("ids are given out once").doesNotHaveDuplicates();
      List<String> heard = received.stream().map(CrashIT::text).toList();
      assertThat(heard.subList(0, heard.size() - 1)).as("heard, resumed").isEqualTo(stored);
    }
  }

  private void publishUntilKilled(LibertyServer server, int kill) {
    int enough = answered.size() + ANSWERED_BETWEEN_KILLS;
    List<Thread> publishers =
        IntStream.range(0, PUBLISHERS)
            .mapToObj(
                publisher ->
                    new Thread(() -> publish(server, kill + "-" + publisher + "-", enough)))
            .toList();
    publishers.forEach(Thread::start);
    publishers.forEach(CrashIT::join);
  }

  private void publish(LibertyServer server, String prefix, int enough) {
    Client news = Client.signedIn(server.uri(), "news");
    try {
      for (int i = 0; true; i++) {
        String text = prefix + i;
        tried.add(text);
        HttpResponse<String> answer = news.post(TOPIC, Client.message(text));
        if (answer.statusCode() == 201) {
          answered.add(text);
          ids.addAll(Client.ids(answer.body()));
        }
        if (answered.size() >= enough) {
          // Whoever comes here first; the others are in the middle of something.
          server.kill();
        }
      }
    } catch (UncheckedIOException killed) {
      // That is what it was for.
    }
  }

  private static List<String> history(Client client) {
    List<String> texts = new ArrayList<>();
    Set<String> cursors = new HashSet<>();
    String query = "&limit=1000";
    while (true) {
      String page = client.get(Client.events(TOPIC) + query).body();
      List<String> pageIds = Client.ids(page);
      String cursor = pageIds.get(pageIds.size() - 1);
      java.util.regex.Pattern.compile("\"text\":\"([^\"]*)\"")
          .matcher(page)
          .results()
          .map(found -> found.group(1))
          .filter(text -> !text.equals("sentinel"))
          .forEach(texts::add);
      if (!cursors.add(cursor)) {
        return texts;
      }
      query = "&limit=1000&after=" + cursor;
    }
  }

  private static String text(String data) {
    return data.replaceAll(".*\"text\":\"(.*)\"}}$", "$1");
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException stop) {
      throw new AssertionError(stop);
    }
  }
}
