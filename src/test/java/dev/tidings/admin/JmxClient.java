package dev.tidings.admin;

import dev.tidings.LibertyServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A console for MBeans: speaks to Liberty's {@code restConnector-2.0} over HTTPS. */
final class JmxClient {
  /** Of the keystore that the server makes for itself. */
  static final String PASSWORD = "keystore-of-the-test";

  private final int port = freePort();
  private @Nullable SSLContext trust;

  /** What came back. */
  record Answer(int status, String body) {}

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it expects the server to speak TLS. */
  int port() {
    return port;
  }

  /** Takes the server's own certificate for good. */
  void trust(LibertyServer server) {
    try {
      Path file = server.directory().resolve("resources/security/key.p12");
      KeyStore own = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      String alias = own.aliases().nextElement();
      trusted.setCertificateEntry(alias, own.getCertificate(alias));
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      trust = context;
    } catch (IOException | GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /**
   * Reads something of an MBean.
   *
   * @param user one of the development accounts; empty for nobody
   * @param what such as {@code /attributes/Name}; empty for what it is
   */
  Answer get(String user, String bean, String what) {
    return send(user, "GET", bean, what, null);
  }

  /** Calls an operation with texts and whole numbers. */
  Answer call(String user, String bean, String operation, Object... arguments) {
    String values =
        Arrays.stream(arguments)
            .map(
                each ->
                    "{\"value\":\"%s\",\"type\":\"%s\"}".formatted(each, each.getClass().getName()))
            .collect(Collectors.joining(","));
    String signature =
        Arrays.stream(arguments)
            .map(each -> each instanceof Integer ? "\"int\"" : "\"java.lang.String\"")
            .collect(Collectors.joining(","));
    return send(
        user,
        "POST",
        bean,
        "/operations/" + operation,
        "{\"params\":[" + values + "],\"signature\":[" + signature + "]}");
  }

  private Answer send(String user, String method, String bean, String what, @Nullable String body) {
    try {
      String name = URLEncoder.encode(bean, StandardCharsets.UTF_8);
      URI uri =
          URI.create("https://localhost:" + port + "/IBMJMXConnectorREST/mbeans/" + name + what);
      HttpsURLConnection connection = (HttpsURLConnection) uri.toURL().openConnection();
      connection.setSSLSocketFactory(trust.getSocketFactory());
      // It is named after the machine.
      connection.setHostnameVerifier((host, session) -> true);
      connection.setRequestMethod(method);
      connection.setInstanceFollowRedirects(false);
      if (!user.isEmpty()) {
        byte[] login = (user + ":" + user + "-secret").getBytes(StandardCharsets.UTF_8);
        connection.setRequestProperty(
            "Authorization", "Basic " + Base64.getEncoder().encodeToString(login));
      }
      if (body != null) {
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      }
      return new Answer(connection.getResponseCode(), text(connection));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String text(HttpURLConnection connection) throws IOException {
    try (InputStream stream =
        connection.getResponseCode() < 400
            ? connection.getInputStream()
            : connection.getErrorStream()) {
      return stream == null ? "" : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
