package dev.tidings.assistant;

import dev.tidings.security.Feature;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Pages show the assistant where there is a language model to ask. */
@ApplicationScoped
class Offer implements Feature {
  @Inject AssistantConfig config;

  @Override
  public String name() {
    return "assistant";
  }

  @Override
  public boolean isOffered() {
    return config.isConfigured();
  }
}
