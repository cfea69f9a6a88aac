package dev.tidings.inbox;

import dev.tidings.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The bounds of the notification centre, read live. Defaults and reasons stand in {@code
 * META-INF/microprofile-config.properties}.
 */
@ApplicationScoped
class InboxConfig {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration YEARS = Duration.ofDays(3_650);

  @Inject Settings settings;

  /** How often to look for what is due, and for what was sent without a hint. */
  Duration poll() {
    return settings.duration("tidings.inbox.poll", Duration.ofMillis(50), Duration.ofMinutes(1));
  }

  /** Users that a broadcast is delivered to in one transaction, at most. */
  int chunk() {
    return (int) settings.number("tidings.inbox.chunk", 1, 10_000);
  }

  /** How long an item stays, unless it is pinned or says otherwise. */
  Duration kept() {
    return settings.duration("tidings.inbox.kept", SECOND, YEARS);
  }

  /** Items of an inbox that one step of a search looks through, at most. */
  int searched() {
    return (int) settings.number("tidings.inbox.searched", 10, 100_000);
  }

  /** Categories that nobody can switch off. */
  Set<String> required() {
    return Arrays.stream(settings.text("tidings.inbox.required").split(","))
        .map(String::strip)
        .filter(category -> !category.isEmpty())
        .collect(Collectors.toSet());
  }

  /** For how long a user has to be away before there is an email. */
  Duration mailAfter() {
    return settings.duration("tidings.mail.after", SECOND, Duration.ofDays(30));
  }

  /** The address of a user, with the name in the place of {@code {user}}; empty: there is none. */
  String mailAddress() {
    return settings.text("tidings.mail.address");
  }

  /** Whom emails are from. */
  String mailFrom() {
    return settings.text("tidings.mail.from");
  }

  /** Where the inbox is, for the link in an email. */
  String mailLink() {
    return settings.text("tidings.mail.link");
  }
}
