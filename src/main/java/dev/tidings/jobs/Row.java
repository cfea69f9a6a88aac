package dev.tidings.jobs;

import java.util.List;

/** One of what is exported. */
interface Row {
  /** One line of JSON. */
  String json();

  /** The same by the columns of its source. */
  List<String> cells();
}
