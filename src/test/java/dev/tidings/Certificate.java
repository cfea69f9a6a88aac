package dev.tidings;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A new key and its self-signed certificate for {@code localhost}: a keystore, and PEM files. */
final class Certificate {
  static final String PASSWORD = "certificate";
  private static final String NAME = "tidings";

  private final Path directory;
  private final KeyStore store;

  private Certificate(Path directory) throws IOException, GeneralSecurityException {
    this.directory = directory;
    Path file = keyStore();
    Files.deleteIfExists(file);
    keytool(
        "-genkeypair -keyalg EC -groupname secp256r1 -validity 2 -storetype PKCS12"
            + " -dname CN=localhost -ext san=dns:localhost"
            + (" -alias " + NAME + " -storepass " + PASSWORD + " -keystore " + file.getFileName()));
    store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    pem(chain(), "CERTIFICATE", store.getCertificate(NAME).getEncoded());
    pem(key(), "PRIVATE KEY", store.getKey(NAME, PASSWORD.toCharArray()).getEncoded());
  }

  static Certificate in(Path directory) {
    try {
      return new Certificate(directory);
    } catch (IOException | GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  Path keyStore() {
    return directory.resolve("tidings.p12");
  }

  Path chain() {
    return directory.resolve("tidings.crt");
  }

  Path key() {
    return directory.resolve("tidings.key");
  }

  /** A store for a JVM that is to trust this certificate and no other. */
  Path trustStore() {
    Path file = directory.resolve("trust.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      trusted().store(out, PASSWORD.toCharArray());
      return file;
    } catch (IOException | GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Without the key, or its entry would not count as trusted. */
  private KeyStore trusted() throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(NAME, store.getCertificate(NAME));
    return trusted;
  }

  /** For clients that trust this certificate and no other. */
  SSLContext trust() {
    try {
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private void keytool(String options) throws IOException {
    Process keytool =
        new ProcessBuilder(
                List.of((System.getProperty("java.home") + "/bin/keytool " + options).split(" ")))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.onExit().join().exitValue() != 0) {
      throw new IOException("keytool: " + said);
    }
  }

  private static void pem(Path file, String type, byte[] content) throws IOException {
    Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    Files.writeString(
        file,
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(type, lines.encodeToString(content), type));
  }
}
