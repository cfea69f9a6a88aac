package dev.tidings.assistant;

import dev.tidings.config.Settings;
import dev.tidings.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Which language model, and the bounds of asking it, read live: an edit holds from the next
 * question on. Defaults and reasons stand in {@code META-INF/microprofile-config.properties}.
 */
@ApplicationScoped
class AssistantConfig {
  /** Characters of a prompt, whatever is configured: as its column. */
  static final int MOST_PROMPT = 100_000;

  /** UTF-16 units of an answer, whatever is configured: as its column. */
  static final int MOST_ANSWER = 1_000_000;

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  @Inject Settings settings;

  /** Whether there is a language model to ask. */
  boolean isConfigured() {
    return !baseUrl().isEmpty() && !model().isEmpty();
  }

  /**
   * Lets through where there is a language model to ask.
   *
   * @throws Problem 503 otherwise; it says how to configure one
   */
  void requireConfigured() {
    if (!isConfigured()) {
      throw new Problem(
          503,
          "Not configured",
          "There is no language model to ask. Set tidings.assistant.base-url to the address of an"
              + " OpenAI-compatible endpoint (such as https://api.example.com/v1),"
              + " tidings.assistant.model to a model's name and, if it wants one,"
              + " tidings.assistant.key to its key; it holds at once.");
    }
  }

  /** Where the language model is; empty: nowhere. */
  String baseUrl() {
    return settings.text("tidings.assistant.base-url").strip();
  }

  /** Its name there; empty: none. */
  String model() {
    return settings.text("tidings.assistant.model").strip();
  }

  /** A secret; empty: none is needed. */
  String key() {
    return settings.text("tidings.assistant.key").strip();
  }

  /** What the language model is told before every conversation; empty: nothing. */
  String system() {
    return settings.text("tidings.assistant.system").strip();
  }

  /** In hundredths; negative: as the model does it by itself. */
  long temperature() {
    return settings.number("tidings.assistant.temperature", -1, 200);
  }

  /** Tokens the model may answer with; 0: as it does it by itself. */
  int maxTokens() {
    return (int) settings.number("tidings.assistant.max-tokens", 0, 1_000_000);
  }

  /** Over how long text is gathered into one event. */
  Duration gather() {
    return settings.duration(
        "tidings.assistant.gather", Duration.ofMillis(20), Duration.ofMillis(50));
  }

  /** How long a connection may take. */
  Duration connect() {
    return settings.duration("tidings.assistant.connect", Duration.ofMillis(100), HOUR);
  }

  /** How long until the model says anything. */
  Duration first() {
    return settings.duration("tidings.assistant.first", SECOND, HOUR);
  }

  /** For how long it may say nothing in between. */
  Duration silence() {
    return settings.duration("tidings.assistant.silence", SECOND, HOUR);
  }

  /** How long an answer may take. */
  Duration total() {
    return settings.duration("tidings.assistant.total", SECOND, HOUR);
  }

  /** UTF-16 units of a prompt, at most. */
  int maxPrompt() {
    return (int) settings.number("tidings.assistant.max-prompt", 1, MOST_PROMPT);
  }

  /** UTF-16 units of an answer, at most. */
  int maxAnswer() {
    return (int) settings.number("tidings.assistant.max-answer", 1, MOST_ANSWER);
  }

  /** Bytes that are read for one answer, at most. */
  long maxBytes() {
    return settings.number("tidings.assistant.max-bytes", 1 << 10, 1L << 30);
  }

  /** Questions in one conversation, at most. */
  int maxTurns() {
    return (int) settings.number("tidings.assistant.max-turns", 1, 100);
  }

  /** Answers of one user that are under way at the same time, at most. */
  int maxPerUser() {
    return (int) settings.number("tidings.assistant.max-per-user", 1, 1_000);
  }

  /** The same of this node. */
  int maxPerNode() {
    return (int) settings.number("tidings.assistant.max-per-node", 1, 10_000);
  }

  /** Questions of one user in an hour, at most. */
  int maxPerHour() {
    return (int) settings.number("tidings.assistant.max-per-hour", 1, 1_000_000);
  }

  /** After how long without a sign of its node an answer is given up. */
  Duration lease() {
    return settings.duration("tidings.assistant.lease", Duration.ofSeconds(5), HOUR);
  }

  /** How long answers are kept. */
  Duration kept() {
    return settings.duration("tidings.assistant.kept", SECOND, Duration.ofDays(3_650));
  }
}
