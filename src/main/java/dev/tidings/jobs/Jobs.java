package dev.tidings.jobs;

import dev.tidings.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Reports jobs of the application's own, inside the caller's JTA transaction: users see it after
 * the commit, and never if it rolls back. Without a transaction each call is one of its own, which
 * is what progress wants: nobody sees it before the end of a long one. Safe for any thread that may
 * have a transaction.
 */
@ApplicationScoped
public class Jobs {
  /** Who reports what no publisher does. */
  private static final String APPLICATION = "application";

  @Inject JobOrders orders;

  /**
   * How a job stands.
   *
   * @param state waiting, running, complete, failed or cancelled
   * @param cancelling its owner wants it no more: report that it is cancelled once it has stopped
   */
  public record Standing(String state, boolean cancelling) {}

  /**
   * Says how far a job is, or how it ended. The first report makes the job, and has to say whose it
   * is and what to call it.
   *
   * @throws Problem 400 if it does not, 403 if another application reports this job, 409 if it is
   *     over in another way, 429 if its owner has too many
   */
  public Standing report(Report report) {
    Job job = orders.report(report, APPLICATION).orThrow();
    return new Standing(job.state.word(), job.cancelling);
  }
}
