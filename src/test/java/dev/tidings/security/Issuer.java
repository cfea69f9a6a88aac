package dev.tidings.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs tokens for programs (RFC 7519), and shows the key to check them with (RFC 7517). */
final class Issuer implements AutoCloseable {
  static final String NAME = "https://id.example.com";
  static final String AUDIENCE = "tidings";

  private static final String RS256 = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"1\"}";

  private final KeyPair keys = keyPair();
  private final HttpServer server;

  Issuer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    byte[] body = jwks((RSAPublicKey) keys.getPublic()).getBytes(UTF_8);
    server.createContext(
        "/keys",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/keys");
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /**
   * What a token says.
   *
   * @param groups such as {@code "user","publisher"}
   */
  static String claims(String groups, Instant expires) {
    return """
        {"iss":"%s","aud":"%s","sub":"builds","upn":"builds","groups":[%s],"iat":%d,"exp":%d}"""
        .formatted(
            NAME,
            AUDIENCE,
            groups,
            expires.minusSeconds(3600).getEpochSecond(),
            expires.getEpochSecond());
  }

  String token(String claims) {
    return signed(RS256, claims, keys.getPrivate());
  }

  /** Of somebody else, who says to be this one. */
  static String forged(String claims) {
    return signed(RS256, claims, keyPair().getPrivate());
  }

  static String unsigned(String claims) {
    return encoded("{\"alg\":\"none\"}") + "." + encoded(claims) + ".";
  }

  /** Signed with what everybody knows: the public key, taken for a shared secret. */
  String signedWithThePublicKey(String claims) {
    try {
      String content = encoded("{\"alg\":\"HS256\",\"kid\":\"1\"}") + "." + encoded(claims);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(keys.getPublic().getEncoded(), "HmacSHA256"));
      return content + "." + encoded(mac.doFinal(content.getBytes(UTF_8)));
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  static String signed(String header, String claims, PrivateKey key) {
    try {
      String content = encoded(header) + "." + encoded(claims);
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(content.getBytes(UTF_8));
      return content + "." + encoded(signature.sign());
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  static String encoded(String text) {
    return encoded(text.getBytes(UTF_8));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String jwks(RSAPublicKey key) {
    return """
        {"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"1","n":"%s","e":"%s"}]}"""
        .formatted(encoded(key.getModulus()), encoded(key.getPublicExponent()));
  }

  private static String encoded(BigInteger number) {
    byte[] bytes = number.toByteArray();
    // Without the byte that is there for the sign.
    return encoded(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }

  private static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
