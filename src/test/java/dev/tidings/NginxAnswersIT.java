package dev.tidings;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nginx makes of a request and of its answer, with a node that answers as it is asked to. */
@NginxTest
class NginxAnswersIT {
  private static HttpServer node;
  private static Nginx nginx;
  private static volatile Headers received;

  @BeforeAll
  static void start() throws IOException {
    node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    node.createContext("/", NginxAnswersIT::answer);
    node.start();
    URI uri = URI.create("http://127.0.0.1:" + node.getAddress().getPort() + "/");
    nginx = Nginx.inFrontOf(uri, "answers");
  }

  @AfterAll
  static void stop() {
    if (nginx != null) {
      nginx.close();
    }
    if (node != null) {
      node.stop(0);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    received = exchange.getRequestHeaders();
    int status = Integer.parseInt(exchange.getRequestURI().getQuery());
    byte[] body = "the node's own words".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 502, 503, 504})
  void errors_after_which_no_browser_would_come_back_become_streams_that_end(int status) {
    HttpResponse<String> answer = nginx.anonymous().get("api/stream?" + status);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWith("event: unavailable\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 405, 500})
  void what_the_application_says_of_a_stream_passes(int status) {
    HttpResponse<String> answer = nginx.anonymous().get("api/stream?" + status);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo("the node's own words");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 502, 503, 504})
  void what_is_no_stream_keeps_its_errors(int status) {
    HttpResponse<String> answer = nginx.anonymous().get("api/events?" + status);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo("the node's own words");
  }

  @Test
  void the_node_is_told_who_asked_for_what_and_not_what_a_client_makes_up() {
    Client client = nginx.anonymous();
    for (String path : List.of("api/stream?403", "api/session?403")) {
      client.send(
          client
              .request(path)
              .header("X-Forwarded-For", "192.0.2.1")
              .header("X-Forwarded-Proto", "gopher")
              .header("Forwarded", "for=192.0.2.1;proto=gopher")
              .header("$WSRA", "192.0.2.1")
              .header("Accept-Encoding", "gzip"));
      String host = nginx.uri().getAuthority();
      assertThat(received.getFirst("Host")).isEqualTo(host);
      assertThat(received.get("X-Forwarded-For")).containsExactly("127.0.0.1");
      assertThat(received.get("X-Forwarded-Proto")).containsExactly("https");
      assertThat(received.get("X-Forwarded-Host")).containsExactly(host);
      assertThat(received.get("X-Forwarded-Port"))
          .containsExactly(String.valueOf(nginx.uri().getPort()));
      assertThat(List.of("Forwarded", "$WSRA", "Accept-Encoding", "Connection"))
          .noneMatch(received::containsKey);
    }
  }
}
