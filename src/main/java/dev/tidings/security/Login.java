package dev.tidings.security;

import com.ibm.websphere.security.WSSecurityException;
import com.ibm.websphere.security.auth.CredentialDestroyedException;
import com.ibm.websphere.security.auth.WSSubject;
import com.ibm.websphere.security.cred.WSCredential;
import dev.tidings.config.Settings;
import java.time.Duration;
import java.time.Instant;
import javax.security.auth.Subject;
import javax.security.auth.login.CredentialExpiredException;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * From when to when Liberty's login holds. The standard APIs tell neither.
 *
 * @param began null where nobody can tell
 * @param ends null where it does not end, or nobody can tell
 * @param byToken whether it came with a bearer token, which is nobody's here to take back
 */
record Login(@Nullable Instant began, @Nullable Instant ends, boolean byToken) {
  private static final Login UNKNOWN = new Login(null, null, false);
  private static final long WEEK = Duration.ofDays(7).toMinutes();

  /** How long a login lasts, here and wherever else it can be given. */
  static Duration lifetime(Settings settings) {
    return Duration.ofMinutes(settings.number("tidings.session.minutes", 1, WEEK));
  }

  /** When the LTPA login of the current request ends, which names it; null if it has none. */
  @Nullable Instant name() {
    return byToken ? null : ends;
  }

  /** That of the current request. LTPA says only when it ends; all last equally long. */
  static Login current(Settings settings) {
    try {
      Subject subject = WSSubject.getCallerSubject();
      if (subject == null) {
        return UNKNOWN;
      }
      Login byToken = byToken(subject);
      if (byToken != null) {
        return byToken;
      }
      for (WSCredential login : subject.getPublicCredentials(WSCredential.class)) {
        long millis = login.getExpiration();
        if (millis > 0) {
          Instant ends = Instant.ofEpochMilli(millis);
          return new Login(ends.minus(lifetime(settings)), ends, false);
        }
      }
      return UNKNOWN;
    } catch (WSSecurityException
        | CredentialDestroyedException
        | CredentialExpiredException unknown) {
      return UNKNOWN;
    }
  }

  /** The same, if it is of this user; else one of which nothing is known. */
  static Login of(String user, Settings settings) {
    String caller = WSSubject.getCallerPrincipal();
    return user.equals(caller) ? current(settings) : UNKNOWN;
  }

  /** It has an LTPA credential too, which would outlive the token. */
  private static @Nullable Login byToken(Subject subject) {
    try {
      for (JsonWebToken token : subject.getPrincipals(JsonWebToken.class)) {
        return new Login(
            Instant.ofEpochSecond(token.getIssuedAtTime()),
            Instant.ofEpochSecond(token.getExpirationTime()),
            true);
      }
    } catch (NoClassDefFoundError unknown) {
      // The server takes no tokens: the class comes with the feature that does.
    }
    return null;
  }
}
