package dev.tidings.admin;

import dev.tidings.security.Audit;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;

/**
 * What an administrator does over HTTP, for the record. It knows what the request tells, which is
 * over when the deed is known to be done.
 *
 * @param what a word of ours
 * @param subject to whom or what
 */
record Deed(Audit audit, String user, String address, String what, String subject) {
  static Deed of(Audit audit, HttpServletRequest request, String what, String subject) {
    Principal user = request.getUserPrincipal();
    return new Deed(audit, user.getName(), request.getRemoteAddr(), what, subject);
  }

  /** It is done. */
  void done() {
    audit.administered(user, address, what, subject);
  }
}
