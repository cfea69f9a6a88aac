package dev.tidings.cluster;

/**
 * Answers what another node asks. Every bean of this type is asked about its own subject, on a
 * thread of a pool. What it is asked comes from a node of the same hub, maybe of another version.
 */
public interface Respondent {
  /** What it knows of; a word that no other has. */
  String subject();

  /**
   * The answer.
   *
   * @throws RuntimeException if there is none; who asks waits in vain
   */
  String answer(String question);
}
