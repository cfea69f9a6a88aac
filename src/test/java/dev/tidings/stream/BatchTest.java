package dev.tidings.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchTest {
  private static String written(Batch batch) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    batch.writeTo(out);
    assertThat(out.size()).isEqualTo(batch.size());
    return out.toString(UTF_8);
  }

  @Test
  void it_holds_what_was_added_in_order_whatever_came_before() throws IOException {
    Batch batch = new Batch();
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      batch.reset();
      StringBuilder expected = new StringBuilder();
      for (int i = random.nextInt(4); i > 0; i--) {
        String event = String.valueOf(random.nextInt(10)).repeat(random.nextInt(20_000));
        expected.append(event);
        batch.add(event.getBytes(UTF_8));
      }
      assertThat(written(batch)).isEqualTo(expected.toString());
    }
  }

  @Test
  void events_are_left_as_they_are() throws IOException {
    byte[] shared = "one".getBytes(UTF_8);
    Batch batch = new Batch();
    batch.add(shared);
    batch.add("two".getBytes(UTF_8));
    assertThat(written(batch)).isEqualTo("onetwo");
    batch.reset();
    batch.add("new".getBytes(UTF_8));
    batch.add("er".getBytes(UTF_8));
    assertThat(shared).asString(UTF_8).isEqualTo("one");
  }
}
