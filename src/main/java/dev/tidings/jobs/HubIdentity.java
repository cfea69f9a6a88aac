package dev.tidings.jobs;

import java.util.Hashtable;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;

/**
 * Who the hub is where the server asks on whose behalf something is done. It has no password, so
 * nobody can sign in with it; Liberty takes an application's word for it (identity assertion).
 */
final class HubIdentity {
  private static final String NAME = "tidings-hub";
  private static final String LOGIN = "system.DEFAULT";
  private static final Map<String, Object> ASSERTED =
      Map.of(
          "com.ibm.wsspi.security.cred.uniqueId",
          "user:" + NAME + "/" + NAME,
          "com.ibm.wsspi.security.cred.securityName",
          NAME,
          "com.ibm.wsspi.security.cred.realm",
          NAME,
          "com.ibm.ws.authentication.internal.assertion",
          true);

  private HubIdentity() {}

  @SuppressWarnings("JdkObsolete") // Liberty looks for a Hashtable.
  static Subject subject() throws LoginException {
    Subject asserted = new Subject();
    asserted.getPrivateCredentials().add(new Hashtable<>(ASSERTED));
    LoginContext login = new LoginContext(LOGIN, asserted, callbacks -> {});
    login.login();
    return login.getSubject();
  }
}
