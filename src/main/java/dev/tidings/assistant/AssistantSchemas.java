package dev.tidings.assistant;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The shapes of requests and answers, for the API description only. */
interface AssistantSchemas {
  @Schema(name = "Question")
  record QuestionShape(
      @Schema(required = true, maxLength = AssistantConfig.MOST_PROMPT) String prompt,
      @Schema(description = "The id of an answer whose conversation goes on; else one begins")
          @Nullable String after) {}

  @Schema(name = "Asked")
  record AskedShape(
      @Schema(required = true) String id,
      @Schema(required = true, description = "Where the answer streams") String topic,
      @Schema(required = true) String conversation,
      @Schema(
              required = true,
              enumeration = {"running", "complete", "failed", "cancelled"})
          String state,
      @Schema(required = true, description = "Open the stream at this id, and nothing is missed")
          String cursor) {}

  @Schema(name = "AnswerSummary")
  record SummaryShape(
      @Schema(required = true) String id,
      @Schema(required = true) String conversation,
      @Schema(
              required = true,
              enumeration = {"running", "complete", "failed", "cancelled"})
          String state,
      @Schema(required = true, description = "Its first 200 characters") String prompt,
      @Schema(required = true, format = "date-time") String at) {}

  @Schema(name = "AnswerList")
  record ListShape(
      @Schema(required = true) List<SummaryShape> answers,
      @Schema(description = "The after to go on with; null at the end") @Nullable String next) {}

  @Schema(name = "Conversation")
  record ConversationShape(@Schema(required = true) List<AnswerShape> answers) {}

  @Schema(name = "Answer", description = "An answer as it is now")
  record AnswerShape(
      @Schema(required = true) String id,
      @Schema(required = true, description = "Where the rest streams") String topic,
      @Schema(required = true) String conversation,
      @Schema(
              required = true,
              enumeration = {"running", "complete", "failed", "cancelled"})
          String state,
      @Schema(required = true, description = "Whether the model has taken the question")
          boolean begun,
      @Schema(required = true) String prompt,
      @Schema(required = true, description = "Markdown; all of it up to the cursor") String text,
      @Schema(
              required = true,
              description = "Open the stream at this id: nothing is missing, nothing comes twice")
          String cursor,
      @Schema(required = true) String model,
      @Schema(required = true, format = "date-time") String at,
      @Schema(format = "date-time") @Nullable String endedAt,
      @Schema(description = "Why the model stopped: stop, length …") @Nullable String finish,
      @Schema(
              description = "Why it failed",
              enumeration = {
                "broken",
                "empty",
                "malformed",
                "misconfigured",
                "rate-limited",
                "rejected",
                "restarted",
                "timeout",
                "too-long",
                "unauthorized",
                "unavailable"
              })
          @Nullable String code,
      @Schema(description = "The same in words") @Nullable String reason,
      @Nullable Integer tokensIn,
      @Nullable Integer tokensOut) {}
}
