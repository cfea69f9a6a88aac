package dev.tidings.jobs;

import dev.tidings.inbox.Action;
import dev.tidings.inbox.Audience;
import dev.tidings.inbox.Notification;
import dev.tidings.inbox.Notifications;
import dev.tidings.inbox.Severity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;

/** Tells owners in their inboxes that a job has ended, unless they ended it themselves. */
@ApplicationScoped
class JobNews {
  private static final String CATEGORY = "jobs";
  private static final int MAX_TITLE = 180;

  @Inject Notifications notifications;

  /** Where the application is; empty at the root. */
  private volatile String root = "";

  void deployed(@Observes @Initialized(ApplicationScoped.class) ServletContext servlets) {
    root = servlets.getContextPath();
  }

  /** The address of something of the application's own, such as {@code /api/jobs/7/result}. */
  String address(String path) {
    return root + path;
  }

  /** With the caller's transaction. */
  void ended(Job job) {
    if (job.quiet || job.state == JobState.CANCELLED) {
      return;
    }
    boolean complete = job.state == JobState.COMPLETE;
    String title = shortened(job.title);
    Notification told =
        Notification.of(
                Audience.users(job.owner),
                CATEGORY,
                title + (complete ? " is ready" : " has failed"))
            .severity(complete ? Severity.SUCCESS : Severity.ERROR)
            .link(address("/jobs.html"), "Show my jobs")
            .dedupeKey("job " + job.id);
    if (job.reason != null) {
      told = told.body(job.reason);
    }
    if (complete && job.url != null) {
      told = told.actions(Action.link("Download", job.url));
    }
    notifications.send(told);
  }

  /** So that there is room for what became of it. */
  private static String shortened(String title) {
    if (title.length() <= MAX_TITLE) {
      return title;
    }
    // Not through the middle of a character.
    int end = Character.isHighSurrogate(title.charAt(MAX_TITLE - 1)) ? MAX_TITLE - 1 : MAX_TITLE;
    return title.substring(0, end);
  }
}
