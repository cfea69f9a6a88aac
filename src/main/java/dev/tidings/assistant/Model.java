package dev.tidings.assistant;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/** A language model behind an OpenAI-compatible endpoint, as LangChain4j speaks to it. */
final class Model {
  private static final Logger LOG = Logger.getLogger(Model.class.getName());

  /** As securityUtility writes it. */
  private static final Pattern ENCODED = Pattern.compile("\\{(?:aes|xor|hash)[^}]*\\}");

  private final HttpClient http;

  Model(HttpClient http) {
    this.http = http;
  }

  /**
   * Asks, and adds to the run what is said; returns when it has ended. Blocks for as long as the
   * answer takes.
   */
  void ask(Wanted wanted, Run run) {
    if (ENCODED.matcher(wanted.key()).lookingAt()) {
      // Sent as it is, it would be of no use here, and perhaps of some elsewhere.
      LOG.warning(
          "tidings.assistant.key is encoded, which Liberty does not decode for applications. Give it"
              + " as it is: as TIDINGS_ASSISTANT_KEY in the environment it stands in no file.");
      run.end(Failures.misconfigured());
      return;
    }
    try {
      model(wanted, run).chat(request(wanted), new Handler(run, wanted.key()));
    } catch (RuntimeException failure) {
      run.end(Failures.of(failure, wanted.key()));
    }
    if (!run.hasEnded()) {
      run.end(Failures.of(new Broken(Broken.Kind.CUT_OFF, "no end"), wanted.key()));
    }
  }

  private StreamingChatModel model(Wanted wanted, Run run) {
    OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder builder =
        OpenAiStreamingChatModel.builder()
            .httpClientBuilder(new Upstream(http, run, wanted.maxBytes()).builder())
            .baseUrl(wanted.baseUrl())
            .modelName(wanted.model())
            .logRequests(false)
            .logResponses(false);
    if (!wanted.key().isEmpty()) {
      builder.apiKey(wanted.key());
    }
    if (wanted.temperature() >= 0) {
      builder.temperature(wanted.temperature() / 100.0);
    }
    if (wanted.maxTokens() > 0) {
      builder.maxTokens(wanted.maxTokens());
    }
    return builder.build();
  }

  private static ChatRequest request(Wanted wanted) {
    List<ChatMessage> messages = new ArrayList<>();
    if (!wanted.system().isEmpty()) {
      messages.add(SystemMessage.from(wanted.system()));
    }
    for (Asked.Turn turn : wanted.before()) {
      messages.add(UserMessage.from(turn.prompt()));
      messages.add(AiMessage.from(turn.text()));
    }
    messages.add(UserMessage.from(wanted.prompt()));
    return ChatRequest.builder().messages(messages).build();
  }

  private record Handler(Run run, String key) implements StreamingChatResponseHandler {
    @Override
    public void onPartialResponse(String token) {
      run.add(token);
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
      FinishReason why = response.metadata().finishReason();
      TokenUsage used = response.metadata().tokenUsage();
      run.end(
          Ending.complete(
              why == null ? "stop" : why.name().toLowerCase(Locale.ROOT),
              used == null ? null : used.inputTokenCount(),
              used == null ? null : used.outputTokenCount()));
    }

    @Override
    public void onError(Throwable failure) {
      // Hanging up is an error, too, as seen from there.
      if (!run.hasEnded()) {
        run.end(Failures.of(failure, key));
      }
    }
  }
}
