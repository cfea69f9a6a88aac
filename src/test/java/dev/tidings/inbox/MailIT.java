package dev.tidings.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tidings.Client;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Emails to users who are away, through a real mail server. */
class MailIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Long enough for a second one to come, if it did. */
  private static final Duration AWAY = Duration.ofSeconds(3);

  private static final String DROP_IN =
      """
      <server>
        <include location="${server.config.dir}/mail.xml"/>
        <variable name="tidings.mail.host" value="localhost"/>
        <variable name="tidings.mail.port" value="%d"/>
        <variable name="tidings.mail.starttls" value="false"/>
        <variable name="tidings.mail.user" value="hub"/>
        <variable name="tidings.mail.password" value="hub-secret"/>
        <variable name="tidings.mail.sender" value="hub@example.com"/>
      </server>
      """;

  private static GreenMail post;
  private static LibertyServer server;
  private static Client news;
  private static Reader alice;
  private static Reader bob;

  @BeforeAll
  static void start() {
    post = new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTP));
    post.setUser("hub@example.com", "hub", "hub-secret");
    post.start();
    server =
        LibertyServer.fresh("mail")
            .editVariable("tidings.inbox.poll", "PT0.2S")
            .editVariable("tidings.mail.after", AWAY.toString())
            .editVariable("tidings.mail.address", "{user}@example.com")
            .editVariable("tidings.mail.link", "https://hub.example.com/inbox.html")
            .file("configDropins/overrides/mail.xml", DROP_IN.formatted(post.getSmtp().getPort()))
            .start();
    news = Client.signedIn(server.uri(), "news");
    alice = new Reader(Client.signedIn(server.uri(), "alice"));
    bob = new Reader(Client.signedIn(server.uri(), "bob"));
    // Who has never been here gets no email.
    for (Reader reader : List.of(alice, bob, new Reader(news))) {
      reader.counts();
    }
  }

  @AfterAll
  static void stop() {
    assertThat(server.failures()).isEmpty();
    server.close();
    post.stop();
  }

  @AfterEach
  void empty() throws Exception {
    for (Reader reader : List.of(alice, bob)) {
      reader.markAll("archived");
      reader.prefer("{\"categories\":[]}");
    }
    post.purgeEmailFromAllMailboxes();
  }

  private static void notify(String user, String category, String title) {
    Reader.notify(
        news,
        "{\"to\":{\"users\":[\"%s\"]},\"category\":\"%s\",\"title\":\"%s\"}"
            .formatted(user, category, title));
  }

  private static List<MimeMessage> to(String address) {
    return Stream.of(post.getReceivedMessages())
        .filter(message -> address.equals(recipient(message)))
        .toList();
  }

  private static String recipient(MimeMessage message) {
    try {
      return message.getRecipients(Message.RecipientType.TO)[0].toString();
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void who_is_away_gets_one_for_all_and_no_second_one() throws Exception {
    notify("stranger", "builds", "nobody knows");
    for (String title : List.of("Grüße", "second", "third")) {
      notify("alice", "builds", title);
    }
    await().atMost(SOON).until(() -> !to("alice@example.com").isEmpty());
    notify("bob", "builds", "a sentinel");
    await().atMost(SOON).until(() -> !to("bob@example.com").isEmpty());
    assertThat(to("alice@example.com")).hasSize(1);
    assertThat(to("stranger@example.com")).isEmpty();
    MimeMessage message = to("alice@example.com").get(0);
    assertThat(message.getSubject()).isEqualTo("3 new notifications");
    assertThat(message.getFrom()[0].toString()).isEqualTo("hub@example.com");
    assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(message.getContent().toString())
        .contains("- third\r\n- second\r\n- Grüße\r\n")
        .contains("https://hub.example.com/inbox.html");
    assertThat(to("bob@example.com").get(0).getSubject()).isEqualTo("a sentinel");
  }

  @Test
  void what_comes_after_it_makes_another_that_tells_only_of_that() {
    notify("alice", "builds", "before");
    await().atMost(SOON).until(() -> to("alice@example.com").size() == 1);
    notify("alice", "builds", "afterwards");
    await().atMost(SOON).until(() -> to("alice@example.com").size() == 2);
    assertThat(GreenMailUtil.getBody(to("alice@example.com").get(1)))
        .contains("afterwards")
        .doesNotContain("before");
  }

  @Test
  void who_is_here_has_seen_it_does_not_want_it_or_sleeps_gets_none() {
    DateTimeFormatter minutes = DateTimeFormatter.ofPattern("HH:mm");
    LocalTime now = LocalTime.now(ZoneOffset.UTC);
    try (Listener here = alice.client.listening("topic=users/me/inbox")) {
      notify("alice", "builds", "while here");
      here.next("notification");
      bob.prefer("{\"categories\":[{\"category\":\"unwanted\",\"mail\":false}]}");
      notify("bob", "unwanted", "not by email");
      notify("bob", "builds", "seen");
      bob.awaited("seen");
      bob.markAll("seen");
      notify("news", "builds", "a sentinel");
      await().atMost(SOON).until(() -> !to("news@example.com").isEmpty());
      assertThat(to("alice@example.com")).isEmpty();
      assertThat(to("bob@example.com")).isEmpty();
    }
    // From here on she is away, and asleep.
    alice.prefer(
        "{\"quiet\":{\"from\":\"%s\",\"to\":\"%s\"}}"
            .formatted(minutes.format(now.minusHours(1)), minutes.format(now.plusHours(1))));
    notify("bob", "builds", "another sentinel");
    await().atMost(SOON).until(() -> !to("bob@example.com").isEmpty());
    assertThat(to("alice@example.com")).isEmpty();
  }

  @Test
  void a_mail_server_that_is_down_is_tried_again() {
    int port = post.getSmtp().getPort();
    post.stop();
    notify("alice", "builds", "kept");
    await()
        .atMost(SOON)
        .until(() -> server.complaints().stream().anyMatch(line -> line.contains("Emails cannot")));
    post = new GreenMail(new ServerSetup(port, "localhost", ServerSetup.PROTOCOL_SMTP));
    post.setUser("hub@example.com", "hub", "hub-secret");
    post.start();
    await().atMost(SOON).until(() -> to("alice@example.com").size() == 1);
  }

  @Test
  void the_preferences_say_to_which_address() {
    assertThat(alice.client.get("api/inbox/preferences").body())
        .contains("\"mail\":{\"available\":true,\"address\":\"alice@example.com\"}");
  }
}
