package dev.tidings.doctor;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says of a cookie (RFC 6265, section 4.1), but for its value.
 *
 * @param sameSite in lower case; null where it says nothing
 */
record SetCookie(String name, boolean secure, boolean httpOnly, @Nullable String sameSite) {
  static SetCookie parse(String header) {
    boolean secure = false;
    boolean httpOnly = false;
    String sameSite = null;
    int first = header.indexOf(';');
    String pair = first < 0 ? header : header.substring(0, first);
    int equals = pair.indexOf('=');
    String name = (equals < 0 ? pair : pair.substring(0, equals)).strip();
    for (int at = first; at >= 0; ) {
      int next = header.indexOf(';', at + 1);
      String attribute = header.substring(at + 1, next < 0 ? header.length() : next).strip();
      String known = attribute.toLowerCase(Locale.ROOT);
      if (known.equals("secure")) {
        secure = true;
      } else if (known.equals("httponly")) {
        httpOnly = true;
      } else if (known.startsWith("samesite=")) {
        sameSite = known.substring("samesite=".length()).strip();
      }
      at = next;
    }
    return new SetCookie(name, secure, httpOnly, sameSite);
  }
}
