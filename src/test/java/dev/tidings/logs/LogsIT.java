package dev.tidings.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.Client;
import dev.tidings.JsonTree;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import dev.tidings.SseParser.Message;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real files of a real server, followed over HTTP. */
class LogsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int BURST_SECONDS = 4;
  private static final int BURST_RATE = 50_000;

  private static LibertyServer server;
  private static Client oscar;
  private static Client alice;
  private static Path own;
  private static Path burst;

  @BeforeAll
  static void start() throws IOException {
    server = LibertyServer.fresh("logs");
    // Not where it is by default; and rotated as soon as Liberty can.
    own = server.directory().resolve("elsewhere");
    burst = Files.writeString(server.directory().resolve("burst.log"), "the first\n");
    server
        .file(
            "configDropins/overrides/logging.xml",
            "<server><logging logDirectory=\"%s\" messageFileName=\"hub.log\" maxFileSize=\"1\" maxFiles=\"20\"/></server>"
                .formatted(own))
        // What lines wait for in memory would not fit into this.
        .jvmOption("-Xmx256m")
        .environment("TIDINGS_LOGS_FILES", "server, burst " + burst)
        .environment("TIDINGS_LOGS_LINGER", "PT1S")
        .start();
    oscar = Client.signedIn(server.uri(), "oscar");
    alice = Client.signedIn(server.uri(), "alice");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonTree lines(String name) {
    HttpResponse<String> answer = oscar.get("api/logs/" + name + "?lines=10000");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonTree.of(answer.body());
  }

  private static List<JsonTree> entries(Message message) {
    return JsonTree.of(message.data()).at("data", "entries").list();
  }

  /** The entries that come up to and with the one that fits. */
  private static List<JsonTree> until(Listener stream, Predicate<JsonTree> last) {
    List<JsonTree> entries = new ArrayList<>();
    stream.until(
        message -> {
          List<JsonTree> more = entries(message);
          entries.addAll(more);
          return more.stream().anyMatch(last);
        });
    return entries;
  }

  private static Predicate<JsonTree> says(String message) {
    return entry -> entry.at("message").text().equals(message);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.APPEND, StandardOpenOption.CREATE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the stream is to have begun with, before anything else is written. */
  private static Listener following(String name) {
    Listener stream = oscar.listening("topic=logs/" + name);
    assertThat(lines(name).at("run").text()).hasSize(8);
    return stream;
  }

  @Test
  void only_operators_read_them_and_nobody_writes_them() {
    assertThat(alice.get("api/logs").body()).isEqualTo("{\"logs\":[]}");
    assertThat(alice.get("api/logs/server").statusCode()).isEqualTo(403);
    assertThat(alice.get("api/logs/none").body()).isEqualTo(alice.get("api/logs/server").body());
    assertThat(alice.open("topic=logs/server").statusCode()).isEqualTo(403);
    assertThat(Client.anonymous(server.uri()).get("api/logs").statusCode()).isEqualTo(401);
    Client admin = Client.signedIn(server.uri(), "admin");
    assertThat(admin.get("api/logs").body())
        .isEqualTo(oscar.get("api/logs").body())
        .isEqualTo(
            "{\"logs\":[{\"name\":\"server\",\"topic\":\"logs/server\"},"
                + "{\"name\":\"burst\",\"topic\":\"logs/burst\"}]}");
    for (Client someone : List.of(alice, oscar, admin)) {
      assertThat(someone.post("logs/server", "{\"type\":\"lines\",\"data\":1}").statusCode())
          .isEqualTo(403);
    }
    // Administrators may clear what is theirs to see; the file is not touched.
    assertThat(oscar.delete(Client.events("logs/server")).statusCode()).isEqualTo(403);
    assertThat(admin.delete(Client.events("logs/server")).statusCode()).isEqualTo(204);
  }

  @Test
  void only_files_that_are_named_can_be_read() throws IOException {
    for (String name :
        List.of(
            "hub.log",
            "..",
            "%2e%2e",
            "..%2fserver.xml",
            "server%00",
            "server/../../server.xml",
            "%2fetc%2fpasswd",
            "server;x=1/..")) {
      HttpResponse<String> answer = oscar.get("api/logs/" + name);
      assertThat(answer.body()).doesNotContain("featureManager", "root:", "entries");
    }
    assertThat(oscar.get("api/logs/server?lines=0").body()).contains("\"field\":\"lines\"");
    assertThat(oscar.get("api/logs/server?lines=10001").statusCode()).isEqualTo(400);

    // A link in the place of a file leads nowhere, whatever it is that it leads to.
    Path link = server.directory().resolve("link.log");
    Path plain = server.directory().resolve("added.log");
    Files.createSymbolicLink(link, server.directory().resolve("accounts.xml"));
    Files.writeString(plain, "added\n");
    server.editVariable(
        "tidings.logs.files", "server, burst " + burst + ", link " + link + ", added " + plain);
    await().atMost(PATIENCE).until(() -> oscar.get("api/logs").body().contains("logs/added"));
    assertThat(lines("link").at("entries").list()).isEmpty();
    assertThat(lines("added").at("entries").list()).singleElement().matches(says("added"));

    // A client that was let in is held to what is named from then on.
    try (Listener stream = following("added")) {
      server.editVariable("tidings.logs.files", "server, burst " + burst);
      await().atMost(PATIENCE).until(() -> oscar.get("api/logs/added").statusCode() == 404);
      await().atMost(PATIENCE).until(() -> !isOpen(plain));
    }
  }

  @Test
  void the_log_of_the_server_is_followed_through_its_rotation() throws IOException {
    String id = "x".repeat(120);
    String others = "&topic=logs/a" + id + "&topic=logs/b" + id + "&topic=logs/c" + id;
    int count = 1_200;
    try (Listener stream = following("server")) {
      // Each is a record of some 1,100 bytes; together they are more than Liberty puts into one
      // file.
      for (int i = 0; i < count; i++) {
        assertThat(alice.open("topic=logs/n-" + i + others).statusCode()).isEqualTo(403);
      }
      List<JsonTree> entries =
          until(stream, entry -> topics(entry).startsWith("logs/n-" + (count - 1) + " "));
      long next = entries.get(0).at("n").number();
      for (JsonTree entry : entries) {
        assertThat(entry.at("n").number()).isEqualTo(next++);
        assertThat(entry.at("skipped").isMissing()).isTrue();
      }
      List<String> refused =
          entries.stream().map(LogsIT::topics).filter(topic -> topic.contains(id)).toList();
      assertThat(refused).hasSize(count).doesNotHaveDuplicates();
      assertThat(entries)
          .filteredOn(entry -> topics(entry).contains(id))
          .allMatch(entry -> entry.at("level").text().equals("AUDIT"))
          .allMatch(entry -> entry.at("logger").text().equals("dev.tidings.audit"))
          .allMatch(entry -> entry.at("fields", "ext_user").text().equals("alice"));
    }
    try (Stream<Path> files = Files.list(own)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("hub_")).count())
          .isPositive();
    }
    assertThat(Files.size(own.resolve("hub.log"))).isLessThan(1 << 20);
    assertThat(lines("server").at("entries").list()).hasSizeBetween(500, 1_000);
  }

  private static String topics(JsonTree entry) {
    return entry.at("fields", "ext_topics").text();
  }

  @Test
  void what_is_secret_does_not_leave_the_server() {
    String cookie = oscar.cookie();
    String token = cookie.replaceAll(".*LtpaToken2=([^;]*).*", "$1");
    assertThat(token).hasSizeGreaterThan(100);
    String jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJvc2NhciJ9.c2lnbmF0dXJl";
    String form = "j_username=oscar&j_password=oscar-secret";
    try (Listener stream = following("burst")) {
      write(
          burst,
          "POST /j_security_check "
              + form
              + "\nrequest headers {Cookie: "
              + cookie
              + "}\n{\"message\":\"Refused\",\"ext_token\":\""
              + token
              + "\",\"ibm_stackTrace\":\"at x\\nAuthorization: Bearer "
              + jwt
              + "\\nat y\",\"body\":\"{\\\"password\\\":\\\"oscar-secret\\\"}\"}\nsecrets end\n");
      List<JsonTree> entries = until(stream, says("secrets end"));
      assertThat(entries.toString() + lines("burst"))
          .contains("j_username=oscar&j_password=***", "ext_token=***", "at y")
          .doesNotContain("oscar-secret", token, token.substring(0, 40), jwt, "c2lnbmF0dXJl");
    }
    server.editVariable("tidings.logs.mask", "CUST-[0-9]+");
    try (Listener stream = following("burst")) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                write(burst, "of CUST-4711\n");
                return until(stream, entry -> entry.at("message").text().startsWith("of "))
                    .toString()
                    .contains("of ***");
              });
      server.editVariable("tidings.logs.mask", "(");
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                write(burst, "anything\n");
                return until(stream, entry -> !entry.at("message").isMissing())
                    .toString()
                    .contains("message=***");
              });
      server.editVariable("tidings.logs.mask", "");
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                write(burst, "mended\n");
                return until(stream, entry -> !entry.at("message").isMissing())
                    .toString()
                    .contains("message=mended");
              });
    }
  }

  @Test
  void a_burst_is_sampled_and_counted_and_holds_nothing_up() throws Exception {
    Client admin = Client.signedIn(server.uri(), "admin");
    List<Long> took = new ArrayList<>();
    try (Listener stream = following("burst");
        Listener feed = alice.listening("topic=feeds/burst")) {
      write(burst, "burst begins\n");
      until(stream, says("burst begins"));
      long first = lines("burst").at("next").number();
      Thread writer = new Thread(LogsIT::writeBurst);
      writer.start();
      while (writer.isAlive()) {
        long begun = System.nanoTime();
        String text = "while it bursts " + begun;
        admin.say("feeds/burst", text);
        feed.until(text);
        took.add((System.nanoTime() - begun) / 1_000_000);
      }
      writer.join();
      write(burst, "burst ends\n");
      List<JsonTree> entries = until(stream, entry -> isEnd(entry, first));
      long shown = 0;
      long skipped = 0;
      long next = first;
      for (JsonTree entry : entries) {
        if (entry.at("n").number() + 1 <= first) {
          continue;
        }
        assertThat(entry.at("n").number()).isEqualTo(next);
        boolean isLine = entry.at("skipped").isMissing();
        shown += isLine ? 1 : 0;
        skipped += isLine ? 0 : entry.at("skipped").number();
        next += isLine ? 1 : entry.at("skipped").number();
      }
      long written = BURST_SECONDS * BURST_RATE + 1L;
      System.out.printf(
          "Burst: %,d written, %,d shown, %,d skipped; publish to deliver %s ms%n",
          written, shown, skipped, took);
      assertThat(shown + skipped).isEqualTo(written);
      assertThat(shown).isBetween(1_000L, written / 5);
      // One in 5,000 is an error, and none of them is left out.
      assertThat(entries)
          .filteredOn(entry -> entry.at("severity").text().equals("error"))
          .hasSize(BURST_SECONDS * BURST_RATE / 5_000);
      // It went on all the time; a stall would be of seconds.
      assertThat(took).hasSizeGreaterThan(3).allMatch(millis -> millis < 5_000);
    }
    assertThat(server.log()).doesNotContain("OutOfMemoryError");
    // Nobody listens any more: neither a file nor a thread is kept.
    await().atMost(PATIENCE).until(() -> !isOpen(burst));
    await().atMost(PATIENCE).until(() -> server.instances(Follower.class.getName()) == 0);
  }

  /** It may itself be left out. */
  private static boolean isEnd(JsonTree entry, long first) {
    long lines = entry.at("skipped").isMissing() ? 1 : entry.at("skipped").number();
    return entry.at("n").number() + lines == first + BURST_SECONDS * BURST_RATE + 1L;
  }

  private static void writeBurst() {
    String line =
        "{\"type\":\"liberty_message\",\"host\":\"node-1\",\"ibm_datetime\":\"2026-11-21T18:20:00.123+0000\","
            + "\"message\":\"Order %d was taken from the queue and is on its way to its customer.\","
            + "\"module\":\"com.example.Orders\",\"loglevel\":\"%s\",\"ext_user\":\"alice\"}\n";
    try (OutputStream out =
        new BufferedOutputStream(
            Files.newOutputStream(burst, StandardOpenOption.APPEND), 1 << 16)) {
      long begun = System.nanoTime();
      int perTick = BURST_RATE / 100;
      for (int tick = 0; tick < BURST_SECONDS * 100; tick++) {
        for (int i = 0; i < perTick; i++) {
          int n = tick * perTick + i;
          out.write(line.formatted(n, n % 5_000 == 0 ? "SEVERE" : "INFO").getBytes(UTF_8));
        }
        out.flush();
        LockSupport.parkNanos(begun + (tick + 1) * 10_000_000L - System.nanoTime());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void following_the_log_does_not_write_to_it() {
    try (Listener stream = following("server")) {
      alice.open("topic=logs/once");
      until(stream, entry -> topics(entry).equals("logs/once"));
      long before = lines("server").at("next").number();
      // Several looks at the file; what is followed says nothing of being followed.
      for (int i = 0; i < 5; i++) {
        write(burst, "elsewhere\n");
        lines("burst");
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      }
      assertThat(lines("server").at("next").number()).isEqualTo(before);
    }
  }

  private static boolean isOpen(Path file) {
    try (Stream<Path> open = Files.list(Path.of("/proc", String.valueOf(server.pid()), "fd"))) {
      return open.anyMatch(link -> leadsTo(link, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean leadsTo(Path link, Path file) {
    try {
      return Files.readSymbolicLink(link).equals(file);
    } catch (IOException closed) {
      return false;
    }
  }
}
