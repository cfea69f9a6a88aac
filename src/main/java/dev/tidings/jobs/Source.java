package dev.tidings.jobs;

import java.util.List;

/** What is exported, page by page, each read in the caller's transaction. For one thread. */
interface Source {
  /**
   * A page.
   *
   * @param looked how many were looked at, including those that are not wanted; 0 at the end
   * @param cursor where to go on
   */
  record Page(List<? extends Row> rows, int looked, long cursor) {}

  /** How many there are to look at. */
  long total();

  /** The page after a cursor, of which the first is 0. */
  Page after(long cursor);
}
