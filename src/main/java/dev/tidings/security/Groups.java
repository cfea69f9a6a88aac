package dev.tidings.security;

import com.ibm.websphere.security.WSSecurityException;
import com.ibm.websphere.security.auth.CredentialDestroyedException;
import com.ibm.websphere.security.auth.WSSubject;
import com.ibm.websphere.security.cred.WSCredential;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.Subject;
import javax.security.auth.login.CredentialExpiredException;

/** The groups of the registry that the user of the current request is in. */
public final class Groups {
  /** {@code group:REALM/NAME}, where a directory's NAME begins with {@code cn=NAME,}. */
  private static final Pattern ID = Pattern.compile("group:[^/]*/(?:[cC][nN]=([^,]+),.*|(.+))");

  private Groups() {}

  /** Their short names. */
  public static Set<String> current() {
    Set<String> groups = new TreeSet<>();
    try {
      Subject subject = WSSubject.getCallerSubject();
      if (subject != null) {
        for (WSCredential login : subject.getPublicCredentials(WSCredential.class)) {
          List<?> ids = login.getGroupIds();
          ids.forEach(id -> add(groups, String.valueOf(id)));
        }
      }
    } catch (WSSecurityException
        | CredentialDestroyedException
        | CredentialExpiredException unknown) {
      // In none, as far as anybody can tell.
    }
    return groups;
  }

  private static void add(Set<String> groups, String id) {
    Matcher matcher = ID.matcher(id);
    if (matcher.matches()) {
      groups.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
  }
}
