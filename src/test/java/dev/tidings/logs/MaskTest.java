package dev.tidings.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {
  private static final Mask MASK = Mask.with(List.of());
  private static final int MUCH = OpenFile.LONGEST;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // By its name.
        "password=hunter2|password=***",
        "user=x&j_password=a%20b&next=1|user=x&j_password=***&next=1",
        "login with pwd: s3cret, then|login with pwd: ***, then",
        "{\"password\":\"hun\\\"ter2\",\"user\":\"x\"}|{\"password\":\"***\",\"user\":\"x\"}",
        "body {\\\"password\\\":\\\"hunter2\\\",\\\"a\\\":1}|body {\\\"password\\\":\\\"***\\\",\\\"a\\\":1}",
        "bindPassword = 'a b c' ok|bindPassword = '***' ok",
        "\"accessToken\": \"abc\" x|\"accessToken\": \"***\" x",
        "client_secret=abc;x=1|client_secret=***;x=1",
        "apiKey=abc api-key: def|apiKey=*** api-key: ***",
        "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG|aws_secret_access_key = ***",
        "{\"token\":{\"a\":\"b\"},\"c\":1}|{\"token\":***,\"c\":1}",
        "password=\"never closed and more|password=\"***",
        "pass=abc&x|pass=***&x",
        "?access_token=abc&b=c|?access_token=***&b=c",
        "JSESSIONID=0000abc:1 x|JSESSIONID=*** x",
        "LtpaToken2=Ab/+=; Path=/|LtpaToken2=***; Path=/",
        // Headers, to the end of the line.
        "Authorization: Digest username=\"bob\", response=\"6629\"|Authorization: ***",
        "Cookie: a=\"b\"; sid=SECRET|Cookie: ***",
        "Authorization: Token abc def|Authorization: ***",
        "Cookie: a=b; c=d|Cookie: ***",
        "Set-Cookie: LtpaToken2=abc; HttpOnly|Set-Cookie: ***",
        "headers={\"Cookie\":[\"a=b; c\",\"d\"],\"X\":1}|headers={\"Cookie\":***,\"X\":1}",
        // By its form.
        "got Bearer abcdef.123456~x/y= ok|got Bearer *** ok",
        "upstream said Basic dXNlcjpwYXNz then|upstream said Basic *** then",
        "<wsse:Password Type=\"x\">hunter2</wsse:Password>|<wsse:Password Type=\"x\">***</wsse:Password>",
        "https://blob.example/x?sv=1&sig=abc%2B123&se=2|https://blob.example/x?sv=1&sig=***&se=2",
        "Basic YWxpY2U6c2VjcmV0 x|Basic *** x",
        "jwt-like eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.abc_-1 x|jwt-like *** x",
        "cut eyJhbGciOiJIUzI1NiJ9.eyJzdW|cut ***",
        "keys {xor}Lz4sLChvLTs= and {aes}AbC+/=|keys {xor}*** and {aes}***",
        "jdbc:postgresql://bob:p%40ss@db:5432/x|jdbc:postgresql://bob:***@db:5432/x",
        "redis://:pass@cache|redis://:***@cache",
        "AKIAIOSFODNN7EXAMPLE x|*** x",
        "ghp_abcdefghijklmnopqrstuvwxyz0123456789|***",
        "xoxb-123456789012-abcdef|***",
        "sk-proj-abcDEF1234567890abcd!|***!",
        "sk_live_abcdef1234567890|***",
        "AIzaSyA1234567890abcdefghijklmnopqrstuv|***",
        "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKB|***",
      })
  void what_looks_like_a_secret_is_masked(String text, String masked) {
    assertThat(MASK.text(text)).isEqualTo(masked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password must not be empty",
        "The token has expired",
        "the password reset of alice was requested",
        "tokens: 128, tokenCount=5, max_tokens=7",
        "secretary: Bob, author: Eve, passwords: 3",
        "cookies: 3",
        "key=value, monkey: 7",
        "password: null, token=true",
        "basic authentication, bearer authentication, Basic auth",
        "task-management-of-everything-12345678",
        "https://user@example.com/a:b@c https://example.com:8080/x",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "3f2504e0-4f89-11d3-9a0c-0305e82c3301 k3x9w2a1-42",
        "at dev.tidings.stream.Hub.append(Hub.java:42)",
        "CWWKZ0001I: Application tidings started in 7.912 seconds.",
        "-----BEGIN CERTIFICATE-----",
        "{name} {xor} {aes}",
        "password=",
        "password",
        "",
      })
  void what_does_not_is_left(String text) {
    assertThat(MASK.text(text)).isEqualTo(text);
  }

  @Test
  void a_private_key_is_masked_up_to_its_end_and_where_there_is_none_to_the_end_of_the_text() {
    String key = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc=\n";
    assertThat(MASK.text("a " + key + "-----END RSA PRIVATE KEY-----\nb")).isEqualTo("a ***\nb");
    assertThat(MASK.text("a " + key)).isEqualTo("a ***");
  }

  @Test
  void a_member_is_masked_by_its_name_and_by_its_value() {
    assertThat(MASK.value("ext_password", "hunter2")).isEqualTo("***");
    assertThat(MASK.value("X-Api-Key", "hunter2")).isEqualTo("***");
    assertThat(MASK.value("user", "alice")).isEqualTo("alice");
    assertThat(MASK.value("uri", "/a?token=abc")).isEqualTo("/a?token=***");
    assertThat(MASK.value("token", "null")).isEqualTo("null");
    assertThat(MASK.value("tokenCount", "5")).isEqualTo("5");
  }

  @Test
  void what_is_masked_stays_so() {
    String once = MASK.text("password=a Bearer b1234567 https://u:p@h token: \"x\"");
    assertThat(MASK.text(once)).isEqualTo(once);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-",
        "eyJ",
        "eyJ.",
        "Bearer ",
        "bearer\t",
        "://",
        "://a:",
        "password",
        "password=",
        "password=\"",
        "password=\\",
        "password=[",
        "token:{",
        "\\\"",
        "-----BEGIN ",
        "-----BEGIN RSA PRIVATE KEY-----",
        "{xor}",
        "a",
        "A1",
        "pass",
        "\"level\":\"",
        "-",
        "cookie:",
        "AKIA",
        "sk-a_",
        "=",
        " "
      })
  void the_longest_hostile_line_takes_no_time(String part) {
    String hostile = part.repeat(MUCH / part.length());
    Mask mask = Mask.with(Masks.parse("(a+)+$ (a|a)*b (.*)(.*)(.*)x([0-9]+)"));
    // Some 0.1 s; what goes back and forth takes minutes.
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          mask.text(hostile);
          mask.text("x" + hostile + "\n");
          Severity.glimpsed("{" + hostile);
          Severity.glimpsed(hostile);
        });
  }

  @Test
  void further_patterns_come_from_the_configuration() {
    Mask mask = Mask.with(Masks.parse("CUST-[0-9]{6} \\bPIN\\s\\d+"));
    assertThat(mask.text("of CUST-123456, PIN 4711, CUST-12")).isEqualTo("of ***, ***, CUST-12");
    assertThat(Masks.parse("  ")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "a**", "(?=a)", ".*", "a|"})
  void a_pattern_that_cannot_be_read_or_fits_everywhere_is_refused(String pattern) {
    assertThatThrownBy(() -> Masks.parse(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(pattern);
  }

  @Test
  void patterns_are_bounded() {
    assertThatThrownBy(() -> Masks.parse("a".repeat(201))).hasMessageContaining("200");
    assertThatThrownBy(() -> Masks.parse("a ".repeat(21))).hasMessageContaining("20");
  }

  @Test
  void where_they_cannot_be_read_nothing_is_shown() {
    assertThat(Mask.all().text("anything")).isEqualTo("***");
  }
}
