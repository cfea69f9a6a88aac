package dev.tidings.assistant;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Says in words why a language model did not answer: to its user what to do about it, to the log
 * what the endpoint said. The key is in neither.
 */
final class Failures {
  private static final Logger LOG = Logger.getLogger(Failures.class.getName());
  private static final int MAX_TOLD = 300;

  private Failures() {}

  /** How an answer ends that failed with this, which the log is told as well. */
  static Ending of(Throwable failure, String key) {
    Throwable cause = cause(failure);
    Ending ending = ending(cause);
    LOG.log(
        Level.WARNING,
        "The language model did not answer a question: {0} ({1})",
        new Object[] {ending.code(), told(cause, key)});
    return ending;
  }

  /** The one that says most: the outermost that tells a kind, else the innermost of those known. */
  private static Throwable cause(Throwable failure) {
    Throwable known = failure;
    for (Throwable next = failure; next != null; next = next.getCause()) {
      if (tellsKind(next)) {
        return next;
      }
      known = next instanceof IOException ? next : known;
    }
    return known;
  }

  private static boolean tellsKind(Throwable failure) {
    return failure instanceof Refused
        || failure instanceof Broken
        || failure instanceof JsonProcessingException
        || failure instanceof HttpTimeoutException
        || isUnreachable(failure);
  }

  private static boolean isUnreachable(Throwable failure) {
    return failure instanceof HttpConnectTimeoutException
        || failure instanceof ConnectException
        || failure instanceof UnresolvedAddressException
        || failure instanceof SSLException;
  }

  private static Ending ending(Throwable cause) {
    if (cause instanceof Refused refused) {
      return refused(refused);
    }
    if (cause instanceof Broken broken) {
      return broken(broken.kind());
    }
    if (cause instanceof JsonProcessingException) {
      return broken(Broken.Kind.MALFORMED);
    }
    if (isUnreachable(cause)) {
      return Ending.failed(
          "unavailable",
          "The language model cannot be reached. Try again later; if it stays so, tell your"
              + " administrator.");
    }
    if (cause instanceof HttpTimeoutException) {
      return Ending.failed("timeout", "The language model did not answer in time. Ask again.");
    }
    if (cause instanceof IOException) {
      return broken(Broken.Kind.CUT_OFF);
    }
    return misconfigured();
  }

  private static Ending refused(Refused refused) {
    int status = refused.status();
    if (status == 401 || status == 403) {
      return Ending.failed(
          "unauthorized",
          "The language model does not accept the server's key. Tell your administrator.");
    }
    if (status == 429) {
      Integer wait = refused.retryAfter();
      return Ending.failed(
          "rate-limited",
          "The language model is asked too much at the moment. "
              + (wait == null ? "Try again later." : "Try again in " + wait + " seconds."));
    }
    if (status == 408 || status == 504) {
      return Ending.failed("timeout", "The language model did not answer in time. Ask again.");
    }
    if (status >= 500) {
      return Ending.failed("unavailable", "The language model is out of order. Try again later.");
    }
    if (status == 413 || status == 400 || status == 422) {
      return Ending.failed(
          "rejected",
          "The language model does not take this question: it may be too long for it. Ask a shorter"
              + " one, or begin a new conversation.");
    }
    return misconfigured();
  }

  private static Ending broken(Broken.Kind kind) {
    return switch (kind) {
      case CUT_OFF ->
          Ending.failed("broken", "The answer broke off before it was complete. Ask again.");
      case MALFORMED ->
          Ending.failed("malformed", "What the language model sent cannot be read. Ask again.");
      case ERROR ->
          Ending.failed(
              "broken", "The language model failed in the middle of its answer. Ask again.");
      case TOO_LARGE ->
          Ending.failed("too-long", "The language model sent more than the server takes.");
    };
  }

  /** The administrator has to do something. */
  static Ending misconfigured() {
    return Ending.failed(
        "misconfigured",
        "The server is not set up for this language model. Tell your administrator.");
  }

  /** What is not known here may quote what it was given, headers and all: its kind has to do. */
  private static String told(Throwable cause, String key) {
    String kind = cause.getClass().getSimpleName();
    if (cause instanceof Refused refused) {
      boolean ofTheKey = refused.status() == 401 || refused.status() == 403;
      return "status " + refused.status() + (ofTheKey ? "" : ": " + fit(refused.told(), key));
    }
    return cause instanceof Broken ? kind + ": " + fit(cause.getMessage(), key) : kind;
  }

  private static String fit(@Nullable String told, String key) {
    String text = String.valueOf(told);
    String without = key.isEmpty() ? text : text.replace(key, "***");
    String shown = without.replaceAll("\\p{Cntrl}+", " ").strip();
    return shown.length() <= MAX_TOLD ? shown : shown.substring(0, MAX_TOLD) + "…";
  }
}
