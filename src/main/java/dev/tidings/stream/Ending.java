package dev.tidings.stream;

import dev.tidings.security.Permit;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Locale;

/** Why a stream is over. */
enum Ending {
  /** Its client went away. */
  CLIENT_GONE,
  /** Its client did not read for as long as a write may take. */
  STALLED,
  /** So much of what the stream says of itself waited for its client that it was cut. */
  LAGGING,
  /** A later stream of the same browser took its place. */
  REPLACED,
  /** It has lived long enough. */
  LIFETIME,
  /** The rules do not allow one of its topics any more. */
  RULES,
  /** The login it was opened with has ended. */
  EXPIRED,
  /** An administrator revoked the login it was opened with. */
  REVOKED,
  /** Its user signed out. */
  SIGNED_OUT,
  /** There were too many; it was not let in. */
  LIMIT,
  /** The node could not serve it; it was not let in. */
  UNAVAILABLE,
  /** An administrator ended it. */
  ENDED,
  /** The node stops. */
  STOPPING,
  /** The application closed it, or a channel of it. */
  CLOSED,
  /** Something failed that should not. */
  FAILED;

  /** As it stands on the wire and in the log, such as {@code signed-out}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Ending of(Permit.End login) {
    return valueOf(login.name());
  }

  /** What it means that nothing can be written any more. */
  static Ending of(Throwable failure) {
    if (failure instanceof SocketTimeoutException) {
      return STALLED;
    }
    return failure instanceof IOException ? CLIENT_GONE : FAILED;
  }
}
