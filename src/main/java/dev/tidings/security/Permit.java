package dev.tidings.security;

import dev.tidings.events.Topic;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What somebody who signed in may read, and until when. It outlives the request. Any thread. */
public interface Permit {
  /** Whose it is. */
  String user();

  /** Whether the user may read a topic, by the rules of this moment. */
  boolean mayRead(Topic topic);

  /** Another number than before tells that {@link #mayRead} may answer differently. Cheap. */
  int revision();

  /** When the login ends by itself; null where it does not, or nobody can tell. */
  @Nullable Instant expires();

  /** Why a login is over. */
  enum End {
    /** It lasts for so long and no longer. */
    EXPIRED,
    /** An administrator ended it. */
    REVOKED,
    /** Its user did. */
    SIGNED_OUT
  }

  /** Why the login is over; null if it is not. */
  @Nullable End ended();
}
