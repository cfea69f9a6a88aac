package dev.tidings.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidings.events.Topic;
import dev.tidings.events.TopicPattern;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicRuleTest {
  private static final Topic INBOX = new Topic("users/alice/inbox");
  private static final Topic JOB = new Topic("jobs/42");
  private static final TopicOwner NOBODY = topic -> null;

  private static TopicRule one(String text) {
    return TopicRule.parse(text).get(0);
  }

  @Test
  void rules_are_read_in_their_order() {
    assertThat(
            TopicRule.parse(
                "a/* read=user write=publisher|operator;\n\n ** read=owner write=user;"))
        .containsExactly(
            new TopicRule(new TopicPattern("a/*"), Set.of("user"), Set.of("publisher", "operator")),
            new TopicRule(new TopicPattern("**"), Set.of("owner"), Set.of("user")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ";", " ; ;\n"})
  void nothing_is_no_rule(String text) {
    assertThat(TopicRule.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "feeds/*",
        "feeds/* read=user",
        "feeds/* write=user read=user",
        "feeds/* read=user write=user more",
        "feeds/* Read=user write=user",
        "feeds/* read= write=user",
        "feeds/* read=user write=",
        "feeds/* read=everybody write=user",
        "feeds/* read=User write=user",
        "feeds/* read=user|somebody write=user",
        "feeds/* read=user,publisher write=user",
        "feeds/* read=user|user write=user",
        "feeds/* read=user write=user, b read=user write=user",
        "feeds/* read=user write=user; b"
      })
  void what_is_no_rule_is_refused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> TopicRule.parse(text));
  }

  @Test
  void one_of_its_roles_is_enough_and_reading_is_not_writing() {
    TopicRule rule = one("** read=user|operator write=publisher");
    Caller operator = new Caller("bob", Set.of("operator"));
    assertThat(rule.mayRead(INBOX, operator, NOBODY)).isTrue();
    assertThat(rule.mayWrite(INBOX, operator, NOBODY)).isFalse();
    assertThat(rule.mayRead(INBOX, new Caller("alice", Set.of()), NOBODY)).isFalse();
  }

  @Test
  void the_owner_is_the_user_in_the_topic() {
    TopicRule rule = one("users/{user}/** read=owner write=publisher");
    assertThat(rule.mayRead(INBOX, new Caller("alice", Set.of("user")), NOBODY)).isTrue();
    assertThat(rule.mayRead(INBOX, new Caller("bob", Set.of("user")), NOBODY)).isFalse();
    assertThat(rule.mayWrite(INBOX, new Caller("alice", Set.of("user")), NOBODY)).isFalse();
  }

  @Test
  void nobody_becomes_owner_by_a_role_of_that_name() {
    TopicRule rule = one("users/{user}/** read=user write=user");
    assertThat(rule.mayRead(INBOX, new Caller("alice", Set.of("owner")), NOBODY)).isFalse();
  }

  @Test
  void a_topic_that_names_nobody_is_of_whom_the_application_knows_as_its_owner() {
    TopicRule rule = one("jobs/* read=owner write=publisher");
    Caller alice = new Caller("alice", Set.of("user"));
    assertThat(rule.mayRead(JOB, alice, topic -> topic.equals(JOB) ? "alice" : null)).isTrue();
    assertThat(rule.mayRead(JOB, alice, topic -> "bob")).isFalse();
    assertThat(rule.mayRead(JOB, alice, NOBODY)).isFalse();
    assertThat(rule.mayWrite(JOB, alice, topic -> "alice")).isFalse();
  }

  @Test
  void nobody_else_is_asked_where_the_topic_names_its_owner() {
    TopicRule rule = one("users/{user}/** read=owner write=owner");
    Caller bob = new Caller("bob", Set.of("user"));
    assertThat(rule.mayRead(INBOX, bob, topic -> "bob")).isFalse();
    assertThat(rule.mayWrite(INBOX, bob, topic -> "bob")).isFalse();
  }
}
