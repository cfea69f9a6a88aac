package dev.tidings.assistant;

import dev.tidings.assistant.Asked.Turn;
import java.util.List;

/**
 * What a language model is to be asked, and how.
 *
 * @param key a secret; empty: none is needed
 * @param system empty: nothing
 * @param temperature in hundredths; negative: as the model does it by itself
 * @param maxTokens 0: as the model does it by itself
 * @param maxBytes of what is read
 */
record Wanted(
    String baseUrl,
    String model,
    String key,
    String system,
    long temperature,
    int maxTokens,
    long maxBytes,
    List<Turn> before,
    String prompt) {

  /** Without the key: this may be logged. */
  @Override
  public String toString() {
    return "Wanted[" + model + " at " + baseUrl + "]";
  }
}
