package dev.tidings.bench;

/** A row of the table: a kind of load, and what is measured under it. */
interface Row {
  String title();

  /** Whether topics are live ones, published to by the operator, or durable ones. */
  boolean live();

  /** Whether the stock broadcaster can do it. */
  boolean stockToo();

  /** Whether each run needs a server that has done nothing before. */
  boolean freshServer();

  /** Sockets that are open at the same time, on either end. */
  int sockets();

  Run run(Target target);
}
