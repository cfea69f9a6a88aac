package dev.tidings.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.JsonTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file, the real library, a real thread. */
class FollowerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path directory;

  private final List<String> events = new CopyOnWriteArrayList<>();
  private final List<Throwable> troubles = new CopyOnWriteArrayList<>();
  private final FixedLogs config = new FixedLogs();
  private Follower follower;
  private Thread thread;

  private Path log() {
    return directory.resolve("messages.log");
  }

  private void write(String text) throws IOException {
    Files.writeString(log(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** As Liberty does it: the old one gets another name, and a new one is made. */
  private void rotate(int count) throws IOException {
    Files.move(log(), directory.resolve("messages_26.11.21_18.00.00." + count + ".log"));
  }

  private void follow() {
    follower =
        new Follower(
            new LogFile("server", log()),
            config,
            () -> Mask.with(List.of()),
            draft -> events.add(draft.data().text()),
            troubles::add);
    thread = new Thread(follower);
    thread.start();
    assertThat(follower.recent().await(PATIENCE.toMillis())).isTrue();
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (thread != null) {
      follower.stop();
      thread.interrupt();
      thread.join(PATIENCE.toMillis());
      assertThat(thread.isAlive()).isFalse();
    }
    assertThat(troubles).isEmpty();
  }

  private List<JsonTree> entries() {
    List<JsonTree> entries = new ArrayList<>();
    events.forEach(event -> entries.addAll(JsonTree.of(event).at("entries").list()));
    return entries;
  }

  private List<String> messages() {
    return entries().stream().map(entry -> entry.at("message").text()).toList();
  }

  private List<String> history() {
    return follower.recent().last(10_000).entries().stream()
        .map(entry -> JsonTree.of(entry).at("message").text())
        .toList();
  }

  private void awaitMessages(String... expected) {
    await().atMost(PATIENCE).until(() -> messages().size() >= expected.length);
    assertThat(messages()).containsExactly(expected);
  }

  @Test
  void new_lines_follow_the_last_ones_without_a_hole_or_a_double() throws IOException {
    write("1\n2\n3\n");
    follow();
    assertThat(history()).containsExactly("1", "2", "3");
    write("4\n5\n");
    awaitMessages("4", "5");
    assertThat(history()).containsExactly("1", "2", "3", "4", "5");
    assertThat(entries().get(0).at("n").number()).isEqualTo(3);
    assertThat(follower.recent().last(2).next()).isEqualTo(5);
  }

  @Test
  void of_many_only_the_last_are_history() throws IOException {
    write(String.join("\n", IntStream.range(0, 1_000).mapToObj(i -> "line " + i).toList()) + "\n");
    follow();
    assertThat(history()).hasSize(10).startsWith("line 990").endsWith("line 999");
  }

  @Test
  void without_history_it_begins_at_the_end() throws IOException {
    config.history = 0;
    write("1\n");
    follow();
    write("2\n");
    awaitMessages("2");
    assertThat(follower.recent().last(10).entries()).isEmpty();
  }

  @Test
  void an_empty_file_has_no_history() throws IOException {
    write("");
    follow();
    write("1\n");
    awaitMessages("1");
  }

  @Test
  void an_unfinished_line_waits_for_its_end() throws IOException {
    write("1\nbegun");
    follow();
    assertThat(history()).containsExactly("1");
    write(" and");
    write("\rended\r\nnext\n");
    awaitMessages("begun and ended", "next");
  }

  @Test
  void it_begins_when_there_is_a_file() throws IOException {
    follow();
    assertThat(history()).isEmpty();
    write("1\n");
    await().atMost(PATIENCE).until(() -> history().equals(List.of("1")));
    write("2\n");
    await().atMost(PATIENCE).until(() -> history().equals(List.of("1", "2")));
  }

  @Test
  void a_rotation_loses_nothing_even_where_the_new_file_is_longer_than_the_old()
      throws IOException {
    write("1\n");
    follow();
    write("2\nunfinished");
    rotate(0);
    write("3, and longer than all that was in the old file\n4\n");
    awaitMessages("2", "unfinished", "3, and longer than all that was in the old file", "4");
  }

  @Test
  void rotations_while_it_is_written_lose_nothing_and_repeat_nothing() throws Exception {
    write("start\n");
    follow();
    int count = 0;
    for (int file = 0; file < 6; file++) {
      for (int i = 0; i < 500; i++) {
        write("line " + count++ + "\n");
      }
      // Two within one look would lose what is between them.
      String last = "line " + (count - 1);
      await().atMost(PATIENCE).until(() -> messages().contains(last));
      write("late " + file + "\n");
      rotate(file);
    }
    write("end\n");
    await().atMost(PATIENCE).until(() -> messages().contains("end"));
    assertThat(messages()).hasSize(count + 7).doesNotHaveDuplicates().contains("late 5");
  }

  @Test
  void a_file_that_is_emptied_is_read_from_its_beginning() throws IOException {
    write("1 and more than comes after\n");
    follow();
    Files.writeString(log(), "2\n");
    awaitMessages("2");
  }

  @Test
  void touching_it_repeats_nothing() throws IOException {
    write("1\n");
    follow();
    for (int i = 0; i < 20; i++) {
      write("");
    }
    write("2\n");
    awaitMessages("2");
  }

  @Test
  void a_line_without_end_is_cut_and_takes_no_memory() throws IOException {
    write("start\n");
    follow();
    byte[] much = "x".repeat(1 << 20).getBytes(UTF_8);
    try (OutputStream out = Files.newOutputStream(log(), StandardOpenOption.APPEND)) {
      for (int i = 0; i < 30; i++) {
        out.write(much);
      }
      out.write("\nnext\n".getBytes(UTF_8));
    }
    await().atMost(PATIENCE).until(() -> history().contains("next"));
    JsonTree cut = JsonTree.of(follower.recent().last(2).entries().get(0));
    assertThat(cut.at("message").text()).hasSize(1_000);
    String mark = " \u2026 [" + ((30 << 20) - OpenFile.LONGEST) + " bytes cut]";
    assertThat(cut.at("cut").number()).isEqualTo(OpenFile.LONGEST + mark.length() - 1_000);
  }

  @Test
  void hostile_bytes_are_text() throws IOException {
    follow();
    Files.write(log(), new byte[] {'a', 0, 27, '[', (byte) 0xff, (byte) 0xe2, '\n'});
    await().atMost(PATIENCE).until(() -> history().size() == 1);
    assertThat(history()).containsExactly("a\0\u001b[\ufffd\ufffd");
  }

  @Test
  void a_link_is_not_followed() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "secret\n");
    Files.createSymbolicLink(log(), secret);
    follow();
    Files.delete(log());
    write("1\n");
    await().atMost(PATIENCE).until(() -> history().equals(List.of("1")));
  }

  @Test
  void more_than_the_rate_is_skipped_and_counted() throws IOException {
    config.rate = 100;
    config.history = 10_000;
    write("start\n");
    follow();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      // As many errors as go out of a tenth of a second in any case, whichever they fall into.
      lines.append(i % 2_000 == 0 ? "ERROR " : "INFO ").append(i).append('\n');
    }
    write(lines.append("end\n").toString());
    await().atMost(PATIENCE).until(() -> follower.recent().last(1).next() == 20_002);
    long shown = 0;
    long skipped = 0;
    long next = 1;
    for (JsonTree entry : entries()) {
      assertThat(entry.at("n").number()).isEqualTo(next);
      boolean isLine = entry.at("skipped").isMissing();
      shown += isLine ? 1 : 0;
      skipped += isLine ? 0 : entry.at("skipped").number();
      next += isLine ? 1 : entry.at("skipped").number();
    }
    assertThat(shown + skipped).isEqualTo(20_001);
    assertThat(shown).isLessThan(2_000);
    assertThat(messages()).filteredOn(line -> line.startsWith("ERROR")).hasSize(10);
  }

  @Test
  void events_are_small_enough_whatever_the_lines_are() throws IOException {
    config.line = LogsConfig.LONGEST_LINE;
    write("start\n");
    follow();
    write(("\u0000".repeat(9_000) + "\n" + "\u20ac".repeat(9_000) + "\n").repeat(10));
    await().atMost(PATIENCE).until(() -> entries().size() == 20);
    assertThat(events).hasSizeGreaterThan(5);
  }
}
