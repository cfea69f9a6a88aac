package dev.tidings.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.config.Settings;
import dev.tidings.events.Topic;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicPolicyTest {
  private static final Caller ALICE = new Caller("alice", Set.of("user"));
  private static final Caller EVERYTHING = new Caller("root", Set.copyOf(Caller.ROLES));
  private static final Topic NEWS = new Topic("feeds/news");

  private final FakeSettings settings = new FakeSettings();
  private final TopicPolicy policy = new TopicPolicy();

  @SuppressWarnings("UnnecessaryAssignment") // No container injects here.
  TopicPolicyTest() {
    policy.settings = settings;
  }

  private static final class FakeSettings extends Settings {
    String rules = "";

    @Override
    public String text(String key) {
      return key.equals("tidings.topics.rules") ? rules : "";
    }
  }

  @Test
  void a_topic_that_no_rule_fits_is_nobodys() {
    settings.rules = "feeds/* read=user write=publisher";
    Topic unknown = new Topic("elsewhere/news");
    assertThat(policy.mayRead(unknown, EVERYTHING)).isFalse();
    assertThat(policy.mayWrite(unknown, EVERYTHING)).isFalse();
  }

  @Test
  void without_rules_everything_is_refused() {
    assertThat(policy.mayRead(NEWS, EVERYTHING)).isFalse();
  }

  @Test
  void the_rule_says_who_reads_and_who_writes() {
    settings.rules = "feeds/* read=user write=publisher";
    assertThat(policy.mayRead(NEWS, ALICE)).isTrue();
    assertThat(policy.mayWrite(NEWS, ALICE)).isFalse();
    assertThat(policy.mayWrite(NEWS, EVERYTHING)).isTrue();
  }

  @Test
  void the_first_rule_that_fits_holds_even_where_a_later_one_allows_more() {
    settings.rules = "feeds/news read=operator write=operator; feeds/* read=user write=user";
    assertThat(policy.mayRead(NEWS, ALICE)).isFalse();
    assertThat(policy.mayRead(new Topic("feeds/other"), ALICE)).isTrue();
  }

  @Test
  void a_rule_for_owners_holds_for_the_topics_of_others_too() {
    settings.rules = "users/{user}/** read=owner write=owner; ** read=user write=user";
    assertThat(policy.mayRead(new Topic("users/bob/inbox"), ALICE)).isFalse();
    assertThat(policy.mayRead(new Topic("users/alice/inbox"), ALICE)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "..", "ä ö", "\uD83D\uDE00", "%2F", "*", "{user}", "me", "a+b@c"})
  void any_name_owns_its_own_topics_and_no_others(String name) {
    settings.rules = "users/{user}/** read=owner write=publisher";
    Caller caller = new Caller(name, Set.of("user"));
    assertThat(policy.mayRead(Topic.asked("users/me/inbox", name), caller)).isTrue();
    assertThat(policy.mayRead(Topic.of("users", name, "inbox"), caller)).isTrue();
    assertThat(policy.mayRead(new Topic("users/alice/inbox"), caller)).isFalse();
    assertThat(policy.mayRead(Topic.of("users", name, "inbox"), ALICE)).isFalse();
  }

  @Test
  void rules_that_cannot_be_read_allow_nothing() {
    settings.rules = "feeds/* read=user write=publisher; users/{user}/** read=everybody";
    assertThat(policy.mayRead(NEWS, EVERYTHING)).isFalse();
    assertThat(policy.mayWrite(NEWS, EVERYTHING)).isFalse();
  }

  @Test
  void edited_rules_hold_at_once() {
    settings.rules = "feeds/* read=user write=publisher";
    assertThat(policy.mayRead(NEWS, ALICE)).isTrue();
    settings.rules = "feeds/* read=operator write=publisher";
    assertThat(policy.mayRead(NEWS, ALICE)).isFalse();
    settings.rules = "nonsense";
    assertThat(policy.mayRead(NEWS, EVERYTHING)).isFalse();
    settings.rules = "feeds/* read=user write=publisher";
    assertThat(policy.mayRead(NEWS, ALICE)).isTrue();
  }

  @Test
  void the_hubs_own_topics_are_nobodys_whatever_the_rules_say() {
    settings.rules = "** read=user write=user; tidings/* read=user write=user";
    assertThat(policy.mayRead(Topic.ofHub("revocations"), EVERYTHING)).isFalse();
    assertThat(policy.mayWrite(Topic.ofHub("revocations"), EVERYTHING)).isFalse();
    assertThat(policy.mayRead(new Topic("tidings"), ALICE)).isTrue();
  }
}
