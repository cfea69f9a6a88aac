package dev.tidings.security;

import com.ibm.websphere.security.WSSecurityException;
import com.ibm.websphere.security.auth.CredentialDestroyedException;
import com.ibm.websphere.security.auth.WSSubject;
import com.ibm.websphere.security.cred.WSCredential;
import java.time.Instant;
import javax.security.auth.Subject;
import javax.security.auth.login.CredentialExpiredException;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** When Liberty's login ends. The standard APIs do not tell. */
final class Expiry {
  private Expiry() {}

  /** Null where the login does not end or nobody can tell. */
  static @Nullable Instant ofCurrentLogin() {
    try {
      Subject subject = WSSubject.getCallerSubject();
      if (subject == null) {
        return null;
      }
      Instant token = ofToken(subject);
      if (token != null) {
        return token;
      }
      for (WSCredential login : subject.getPublicCredentials(WSCredential.class)) {
        long millis = login.getExpiration();
        if (millis > 0) {
          return Instant.ofEpochMilli(millis);
        }
      }
      return null;
    } catch (WSSecurityException
        | CredentialDestroyedException
        | CredentialExpiredException unknown) {
      return null;
    }
  }

  /** A login by token has an LTPA credential too, which would outlive the token. */
  private static @Nullable Instant ofToken(Subject subject) {
    try {
      for (JsonWebToken token : subject.getPrincipals(JsonWebToken.class)) {
        return Instant.ofEpochSecond(token.getExpirationTime());
      }
    } catch (NoClassDefFoundError unknown) {
      // The server takes no tokens: the class comes with the feature that does.
    }
    return null;
  }
}
