package dev.tidings.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Collectors;

/** The form sign-in, for load that writes its own requests. */
final class SignIn {
  private SignIn() {}

  /** The headers of one of the development accounts, cookie and origin, with their line ends. */
  static String headers(URI base, String user) {
    HttpRequest form =
        HttpRequest.newBuilder(base.resolve("j_security_check"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("j_username=" + user + "&j_password=" + user + "-secret"))
            .build();
    try {
      HttpResponse<Void> answer = HttpClient.newHttpClient().send(form, BodyHandlers.discarding());
      String cookies =
          answer.headers().allValues("Set-Cookie").stream()
              .map(cookie -> cookie.replaceAll(";.*", ""))
              .filter(cookie -> !cookie.endsWith("=") && !cookie.endsWith("=\"\""))
              .collect(Collectors.joining("; "));
      if (!cookies.contains("LtpaToken2=")) {
        throw new IllegalStateException(user + " could not sign in: " + answer);
      }
      String origin = base.getScheme() + "://" + base.getAuthority();
      return "Cookie: " + cookies + "\r\nOrigin: " + origin + "\r\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
