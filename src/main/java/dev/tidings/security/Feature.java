package dev.tidings.security;

/**
 * Something that a server may have or not, as it is configured. Every bean of this type is asked by
 * {@code GET /api/session}, so that a page offers only what there is. Called by any thread.
 */
public interface Feature {
  /** A word for pages, such as {@code assistant}. */
  String name();

  /** Whether it is there now. Cheap. */
  boolean isOffered();
}
