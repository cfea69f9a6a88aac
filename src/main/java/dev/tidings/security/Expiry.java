package dev.tidings.security;

import com.ibm.websphere.security.WSSecurityException;
import com.ibm.websphere.security.auth.CredentialDestroyedException;
import com.ibm.websphere.security.auth.WSSubject;
import com.ibm.websphere.security.cred.WSCredential;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.security.auth.Subject;
import javax.security.auth.login.CredentialExpiredException;
import org.jspecify.annotations.Nullable;

/** When Liberty's login ends. The standard APIs do not tell. */
final class Expiry {
  private Expiry() {}

  /** ISO-8601 in UTC, to the second; null where the login does not end or nobody can tell. */
  static @Nullable String ofCurrentLogin() {
    try {
      Subject subject = WSSubject.getCallerSubject();
      if (subject == null) {
        return null;
      }
      for (WSCredential login : subject.getPublicCredentials(WSCredential.class)) {
        long millis = login.getExpiration();
        if (millis > 0) {
          return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
        }
      }
      return null;
    } catch (WSSecurityException
        | CredentialDestroyedException
        | CredentialExpiredException unknown) {
      return null;
    }
  }
}
