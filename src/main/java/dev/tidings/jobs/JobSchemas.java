package dev.tidings.jobs;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The shapes of requests and answers, for the API description only. */
interface JobSchemas {
  @Schema(name = "JobResult")
  record ResultShape(
      @Schema(description = "Where to fetch it; missing once it has expired") @Nullable String url,
      @Nullable String name,
      @Schema(description = "Bytes") @Nullable Long size,
      @Schema(description = "Such as sha-256:…") @Nullable String checksum,
      @Schema(format = "date-time") @Nullable String until) {}

  @Schema(name = "Job")
  record JobShape(
      @Schema(required = true) String id,
      @Schema(required = true) String title,
      @Schema(
              required = true,
              enumeration = {"waiting", "running", "complete", "failed", "cancelled"})
          String state,
      @Schema(required = true, description = "Counts its changes") long version,
      @Schema(required = true, description = "Tells started, then complete, failed or cancelled")
          String topic,
      @Schema(required = true, format = "date-time") String createdAt,
      @Schema(format = "date-time") @Nullable String startedAt,
      @Schema(format = "date-time") @Nullable String endedAt,
      @Schema(description = "The application that reports it") @Nullable String by,
      @Schema(description = "bytes, or plain numbers") @Nullable String unit,
      @Schema(required = true) long done,
      @Nullable Long total,
      @Schema(description = "Per second") @Nullable Double rate,
      @Schema(description = "Seconds") @Nullable Long remaining,
      @Nullable String doing,
      @Schema(required = true, description = "Its owner wants it no more") boolean cancelling,
      @Schema(description = "Why it failed") @Nullable String reason,
      @Nullable ResultShape result,
      @Schema(description = "What is exported") @Nullable ExportShape export,
      @Schema(description = "Open the stream at this id, and nothing is missed")
          @Nullable String cursor) {}

  @Schema(name = "JobPage")
  record PageShape(
      @Schema(required = true) List<JobShape> jobs,
      @Schema(description = "What to ask after; null at the end") @Nullable String next,
      @Schema(required = true, description = "A live topic that tells of all these jobs")
          String topic,
      @Schema(required = true) String cursor) {}

  @Schema(name = "Export")
  record ExportShape(
      @Schema(
              required = true,
              enumeration = {"events", "inbox"})
          String export,
      @Schema(description = "Whose history; of events only") @Nullable String topic,
      @Schema(
              enumeration = {"jsonl", "csv"},
              defaultValue = "jsonl")
          @Nullable String format,
      @Schema(maxLength = 200) @Nullable String title,
      @Schema(maxItems = 20, description = "Only events of these types")
          @Nullable List<String> types,
      @Schema(maxItems = 20, description = "Only notifications of these")
          @Nullable List<String> categories,
      @Schema(description = "Only notifications that are unread") @Nullable Boolean unread,
      @Schema(format = "date-time", description = "Not older than") @Nullable String from,
      @Schema(format = "date-time", description = "Older than") @Nullable String to) {}

  @Schema(name = "JobReport")
  record ReportShape(
      @Schema(maxLength = 200, description = "Whose job it is; the first report needs it")
          @Nullable String owner,
      @Schema(maxLength = 200, description = "The first report needs it") @Nullable String title,
      @Schema(
              enumeration = {"running", "complete", "failed", "cancelled"},
              defaultValue = "running")
          @Nullable String state,
      @Schema(
              maxLength = 100,
              description =
                  "A few words; queued, preparing, paused and finishing are told in the user's"
                      + " language")
          @Nullable String doing,
      @Schema(minimum = "0") @Nullable Long done,
      @Schema(minimum = "0") @Nullable Long total,
      @Schema(enumeration = "bytes") @Nullable String unit,
      @Schema(maxLength = 500, description = "Of what has failed") @Nullable String reason,
      @Schema(description = "Of what is complete") @Nullable ResultShape result,
      @Schema(description = "Its end is not told in the inbox") @Nullable Boolean quiet) {}
}
