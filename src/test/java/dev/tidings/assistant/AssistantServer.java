package dev.tidings.assistant;

import dev.tidings.LibertyServer;

/** A server with an assistant, and the language model behind it. */
record AssistantServer(LibertyServer liberty, ModelServer model) {
  static final String KEY = "sk-very-secret-0815";

  private static AssistantServer shared;

  /** For all tests that use one; it is up. */
  static synchronized AssistantServer shared() {
    if (shared == null) {
      ModelServer model = new ModelServer();
      LibertyServer liberty =
          LibertyServer.fresh("assistant")
              .environment("TIDINGS_ASSISTANT_KEY", KEY)
              .editVariable("tidings.assistant.base-url", model.url())
              .editVariable("tidings.assistant.model", "test-model")
              .editVariable("tidings.assistant.lease", "PT5S")
              .editVariable("tidings.assistant.max-per-user", "2")
              .editVariable("tidings.assistant.max-per-hour", "1000")
              .editVariable("tidings.assistant.max-prompt", "1000")
              .editVariable("tidings.assistant.max-answer", "60000")
              .start();
      shared = new AssistantServer(liberty, model);
    }
    if (!shared.liberty().isRunning()) {
      shared.liberty().start();
    }
    return shared;
  }
}
