package dev.tidings.assistant;

/**
 * An answer as it is at one moment.
 *
 * @param text all of it up to the cursor
 * @param cursor where its stream goes on, without anything missing or coming twice
 */
record Snapshot(Answer answer, String text, String cursor) {}
