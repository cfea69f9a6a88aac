package dev.tidings.assistant;

import java.time.Instant;

/** An answer in a list. */
record Summary(String id, String conversation, State state, String prompt, Instant asked) {}
