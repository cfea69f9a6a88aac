/**
 * The assistant: answers of a language model, streamed as they come, each a document that can be
 * resumed.
 */
@NullMarked
package dev.tidings.assistant;

import org.jspecify.annotations.NullMarked;
