package dev.tidings.bench;

/** A row of the table: a kind of load, and what is measured under it. */
interface Row {
  String title();

  /** Whether the stock broadcaster can do it. */
  boolean stockToo();

  /** Whether each run needs servers that have done nothing before. */
  boolean freshServer();

  /** Sockets that are open at the same time, on either end. */
  int sockets();

  Run run(Target target);
}
