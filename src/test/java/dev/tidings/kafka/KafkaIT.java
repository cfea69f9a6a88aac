package dev.tidings.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.Client;
import dev.tidings.JsonTree;
import dev.tidings.KafkaBroker;
import dev.tidings.LibertyServer;
import dev.tidings.Listener;
import dev.tidings.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two nodes, one PostgreSQL and a Kafka, whose records they publish and through which they tell
 * each other what happens. They poll the database so rarely that what comes from one to the other
 * in time has come through Kafka.
 */
@Timeout(240)
class KafkaIT {
  private static final String ORDERS = "orders";
  private static final int PARTITIONS = 3;
  private static final int KILLS = Integer.getInteger("tidings.test.kills", 1);
  private static final TopicPartition DEAD = new TopicPartition(ORDERS + "-dead-letter", 0);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Pattern TEXT = Pattern.compile("\"text\":\"([^\"]*)\"");

  private static PostgresServer database;
  private static KafkaBroker broker;
  private static LibertyServer one;
  private static LibertyServer two;
  private static Producer<String, String> producer;
  private static Client alice;
  private static Client oscar;

  @BeforeAll
  static void start() {
    broker = KafkaBroker.fresh("kafka");
    broker.topic(ORDERS, PARTITIONS, Map.of());
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.address()),
            new StringSerializer(),
            new StringSerializer());
    database = PostgresServer.fresh("kafka");
    one = node("kafka-one");
    two = node("kafka-two");
    CompletableFuture<LibertyServer> other = CompletableFuture.supplyAsync(two::start);
    one.start();
    other.join();
    alice = Client.signedIn(one.uri(), "alice");
    oscar = Client.signedIn(one.uri(), "oscar");
  }

  private static LibertyServer node(String name) {
    return LibertyServer.fresh(name)
        .on(database)
        .environment("TIDINGS_TAIL_POLL", "PT60S")
        .environment("TIDINGS_TAIL_STALE", "PT60S")
        .environment("TIDINGS_CLUSTER_SIGNAL", "kafka")
        .environment("TIDINGS_KAFKA_BOOTSTRAP_SERVERS", broker.address())
        .environment("TIDINGS_KAFKA_PUBLISH", ORDERS + " user=shop to=feeds/*|users/**|metrics/**")
        // So that a kill finds one of many transactions under way.
        .environment("TIDINGS_KAFKA_BATCH", "20")
        // What a node had that was killed goes to the other soon: after 45 s otherwise.
        .environment("TIDINGS_KAFKA_PROPERTY_SESSION_TIMEOUT_MS", "3000")
        .environment("TIDINGS_KAFKA_PROPERTY_HEARTBEAT_INTERVAL_MS", "500");
  }

  @AfterAll
  static void stop() {
    producer.close(Duration.ZERO);
    one.close();
    two.close();
    database.close();
    broker.close();
  }

  private static ProducerRecord<String, String> record(String topic, String value) {
    return new ProducerRecord<>(ORDERS, topic, value);
  }

  /** To one partition, so that they are taken in this order. */
  private static ProducerRecord<String, String> inOrder(String topic, String value) {
    return new ProducerRecord<>(ORDERS, 0, topic, value);
  }

  private static ProducerRecord<String, String> with(
      ProducerRecord<String, String> record, String header, String value) {
    record.headers().add(header, value.getBytes(UTF_8));
    return record;
  }

  /** Returns when Kafka has it. */
  private static void send(ProducerRecord<String, String> record) {
    try {
      producer.send(record).get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the log has, in its order. */
  private static List<String> texts(String topic) {
    return TEXT.matcher(alice.get(Client.events(topic) + "&limit=1000").body())
        .results()
        .map(text -> text.group(1))
        .toList();
  }

  private static void awaitTexts(String topic, List<String> texts) {
    await().atMost(SOON).untilAsserted(() -> assertThat(texts(topic)).isEqualTo(texts));
  }

  /** They are stored once the rest of what came with them is in the log. */
  private static List<ConsumerRecord<String, String>> deadLetters(boolean ofKnown, int count) {
    List<ConsumerRecord<String, String>> letters = new ArrayList<>();
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              letters.clear();
              deadLetters().stream()
                  .filter(letter -> ofKnown == (letter.headers().lastHeader("known") != null))
                  .forEach(letters::add);
              assertThat(letters).hasSizeGreaterThanOrEqualTo(count);
            });
    return letters;
  }

  private static List<ConsumerRecord<String, String>> deadLetters() {
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.address()),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(DEAD));
      consumer.seekToBeginning(List.of(DEAD));
      List<ConsumerRecord<String, String>> letters = new ArrayList<>();
      while (consumer.position(DEAD) < consumer.endOffsets(List.of(DEAD)).get(DEAD)) {
        letters.addAll(consumer.poll(Duration.ofSeconds(1)).records(DEAD));
      }
      return letters;
    }
  }

  private static String header(ConsumerRecord<String, String> record, String name) {
    List<String> values =
        StreamSupport.stream(record.headers().headers(name).spliterator(), false)
            .map(Header::value)
            .map(value -> new String(value, UTF_8))
            .toList();
    assertThat(values).hasSize(1);
    return values.get(0);
  }

  private static void awaitLog(LibertyServer node, String words) {
    await().atMost(SOON).until(() -> node.log().contains(words));
  }

  @Test
  void a_record_is_published_like_a_request() {
    try (Listener listener =
        alice
            .at(two.uri())
            .listening("topic=feeds/like&topic=feeds/header&topic=users/alice/hints")) {
      send(record("feeds/like", Client.message("one")));
      send(record("feeds/like", "[" + Client.message("two") + "," + Client.message("three") + "]"));
      assertThat(listener.until("three")).hasSize(3);
      // The header counts, where there is one.
      send(with(record("order-7", Client.message("four")), RecordReader.TOPIC, "feeds/header"));
      assertThat(listener.until("four")).hasSize(1);
      send(record("users/alice/hints", Client.message("five")));
      assertThat(listener.until("five")).hasSize(1);
    }
    assertThat(texts("feeds/like")).containsExactly("one", "two", "three");
    assertThat(texts("feeds/header")).containsExactly("four");
  }

  @Test
  void what_cannot_be_published_is_a_dead_letter_and_the_rest_goes_on() {
    String good = Client.message("good");
    send(inOrder(null, good));
    send(inOrder("no topic", good));
    send(inOrder("feeds/dead", "no JSON"));
    send(inOrder("feeds/dead", "{\"type\":\"clear\"}"));
    send(inOrder("feeds/dead", null));
    send(inOrder("users/alice/inbox", good));
    send(inOrder("tidings/notifications", good));
    send(inOrder("logs/app", good));
    send(inOrder("metrics/orders", good));
    send(with(inOrder("feeds/dead", good), RecordReader.ID, "x".repeat(201)));
    send(with(inOrder("feeds/dead", good), RecordReader.TOPIC, "feeds/" + "x".repeat(200)));
    send(inOrder("feeds/dead", Client.message("last")));
    awaitTexts("feeds/dead", List.of("last"));

    List<ConsumerRecord<String, String>> letters = deadLetters(false, 11);
    assertThat(letters)
        .extracting(
            letter -> JsonTree.of(header(letter, DeadLetters.PROBLEM)).at("status").number())
        .containsExactly(400L, 400L, 400L, 400L, 400L, 403L, 403L, 403L, 403L, 400L, 400L);
    assertThat(letters)
        .extracting(ConsumerRecord::value)
        .containsExactly(
            good,
            good,
            "no JSON",
            "{\"type\":\"clear\"}",
            null,
            good,
            good,
            good,
            good,
            good,
            good);
    assertThat(letters).extracting(ConsumerRecord::key).startsWith(null, "no topic", "feeds/dead");
    assertThat(letters)
        .allSatisfy(
            letter -> assertThat(header(letter, DeadLetters.FROM)).matches("orders-0-[0-9]+"));
    assertThat(header(letters.get(3), DeadLetters.PROBLEM)).contains("reserved");
    assertThat(one.log() + two.log())
        .contains("\"ext_user\":\"shop\"")
        .contains("\"ext_topics\":\"logs\\/app\"");
  }

  @Test
  void a_record_that_is_sent_again_is_published_once() {
    for (int i = 0; i < 3; i++) {
      send(with(inOrder("feeds/again", Client.message("once")), RecordReader.ID, "order-1"));
    }
    send(
        with(
            with(inOrder("feeds/again", Client.message("another")), RecordReader.ID, "order-1"),
            "known",
            "yes"));
    send(inOrder("feeds/again", Client.message("last")));
    awaitTexts("feeds/again", List.of("once", "last"));
    assertThat(deadLetters(true, 1))
        .singleElement()
        .extracting(
            letter -> JsonTree.of(header(letter, DeadLetters.PROBLEM)).at("status").number())
        .isEqualTo(422L);
  }

  @Test
  void a_node_that_is_killed_loses_nothing_and_doubles_nothing() {
    for (int kill = 0; kill < KILLS; kill++) {
      kill(kill % 2 == 0 ? one : two, "feeds/kill-" + kill + "-");
    }
    assertNothingIsTakenTwiceByWhoeverReadsAnew();
  }

  private static void kill(LibertyServer node, String topics) {
    List<String> expected = IntStream.range(0, 500).mapToObj(Integer::toString).toList();
    List<Future<?>> sent = new ArrayList<>();
    for (String text : expected) {
      for (int topic = 0; topic < 4; topic++) {
        sent.add(producer.send(record(topics + topic, Client.message(text))));
      }
    }
    await()
        .atMost(SOON)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> stored(topics) >= 200);
    node.kill();
    assertThat(stored(topics)).isLessThan(2_000);
    assertThat(sent).allSatisfy(Future::get);
    node.start();
    for (int topic = 0; topic < 4; topic++) {
      awaitTexts(topics + topic, expected);
    }
  }

  /** A group that is new to Kafka gets all there is once more. */
  private static void assertNothingIsTakenTwiceByWhoeverReadsAnew() {
    one.editVariable("tidings.kafka.group", "anew");
    long before = events();
    send(record("feeds/anew", Client.message("anew")));
    await().atMost(SOON).until(() -> lag("anew") == 0);
    awaitTexts("feeds/anew", List.of("anew"));
    assertThat(events()).isEqualTo(before + 1);
    one.editVariable("tidings.kafka.group", "tidings");
    await().atMost(SOON).until(() -> isEmpty("anew"));
  }

  private static long stored(String topics) {
    return count("topic like '" + topics + "%'");
  }

  private static long events() {
    return count("topic not like 'tidings/%'");
  }

  private static long count(String where) {
    return Long.parseLong(
        database.query("select count(*) from tidings_event where " + where).get(0));
  }

  private static boolean isEmpty(String group) {
    try (var admin = broker.admin()) {
      var described = admin.describeConsumerGroups(List.of(group)).describedGroups();
      return described.get(group).get().members().isEmpty();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Records that a group has yet to read. */
  private static long lag(String group) {
    try (var admin = broker.admin()) {
      var committed = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      Map<TopicPartition, OffsetSpec> newest =
          IntStream.range(0, PARTITIONS)
              .mapToObj(partition -> new TopicPartition(ORDERS, partition))
              .collect(Collectors.toMap(partition -> partition, each -> OffsetSpec.latest()));
      var ends = admin.listOffsets(newest).all().get();
      return ends.entrySet().stream()
          .mapToLong(
              end ->
                  end.getValue().offset()
                      - (committed.get(end.getKey()) == null
                          ? 0
                          : committed.get(end.getKey()).offset()))
          .sum();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_database_that_is_away_holds_records_up() {
    List<String> expected = IntStream.range(0, 100).mapToObj(Integer::toString).toList();
    database.crash();
    expected.forEach(text -> send(record("feeds/away", Client.message(text))));
    await()
        .atMost(SOON)
        .until(() -> (one.log() + two.log()).contains("What is sent to Kafka waits there"));
    database.start();
    awaitTexts("feeds/away", expected);
    assertThat(one.log() + two.log()).contains("What is sent to Kafka is published again.");
  }

  @Test
  void live_events_and_commits_reach_the_other_node_also_after_the_broker_was_away() {
    Client news = Client.signedIn(one.uri(), "news");
    try (Listener durable = alice.at(two.uri()).listening("topic=feeds/told");
        Listener live = oscar.at(two.uri()).listening("topic=logs/app/told")) {
      awaitTold(live, "before");
      news.say("feeds/told", "before");
      assertThat(durable.until("before")).hasSize(1);

      broker.kill();
      // Nobody needs it for the rest.
      news.say("feeds/alone", "alone");
      assertThat(texts("feeds/alone")).containsExactly("alone");
      news.say("feeds/told", "during");
      awaitLog(one, "This node cannot hear what other nodes tell");
      broker.start();
      awaitLog(one, "This node can hear what other nodes tell again");

      awaitTold(live, "after");
      news.say("feeds/told", "after");
      assertThat(durable.until("after")).as("during and after, once").hasSize(2);
      send(record("feeds/told", Client.message("sent")));
      assertThat(durable.until("sent")).hasSize(1);
    }
  }

  /** Live events are lost while nobody knows that somebody listens. */
  private static void awaitTold(Listener listener, String text) {
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              oscar.post("logs/app/told", Client.message(text));
              var next = listener.nextWithin(Duration.ofMillis(200));
              return next != null && next.data().contains("\"" + text + "\"");
            });
  }
}
