package dev.tidings.doctor;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What to change where, for each finding. Text that can be copied into a product's configuration.
 */
final class Remedies {
  private static final String NGINX = "nginx";
  private static final String APACHE = "apache";
  private static final String IHS = "ihs";
  private static final String HAPROXY = "haproxy";
  private static final String HUB = "tidings";

  private static final Map<String, String> TITLES =
      Map.ofEntries(
          Map.entry("reach", "The way here"),
          Map.entry("buffering", "Buffering"),
          Map.entry("compression", "Compression"),
          Map.entry("idle", "Idle connections"),
          Map.entry("resume", "Last-Event-ID"),
          Map.entry("http", "HTTP version, clients"),
          Map.entry("http-node", "HTTP version, node"),
          Map.entry("forwarded", "Own address"),
          Map.entry("cors", "Other sites (CORS)"),
          Map.entry("cookies", "Cookies"),
          Map.entry("clock", "Clocks of node and database"),
          Map.entry("clock-browser", "Clocks of browser and node"),
          Map.entry("descriptors", "File descriptors"));

  private static final Map<String, Map<String, String>> FIXES =
      Map.ofEntries(
          Map.entry("reach", reach()),
          Map.entry("buffering", buffering()),
          Map.entry("compression", compression()),
          Map.entry("idle", idle()),
          Map.entry("resume", resume()),
          Map.entry("http", http()),
          Map.entry("http-node", node()),
          Map.entry("forwarded", forwarded()),
          Map.entry("cors", cors()),
          Map.entry("cookies", cookies()),
          Map.entry("clock", clock()),
          Map.entry("clock-browser", clock()),
          Map.entry("descriptors", descriptors()));

  private Remedies() {}

  static String title(String id) {
    return TITLES.getOrDefault(id, id);
  }

  /** By product; none for what is not known. */
  static Map<String, String> of(String id) {
    return FIXES.getOrDefault(id, Map.of());
  }

  private static Map<String, String> fixes(String... pairs) {
    Map<String, String> fixes = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      fixes.put(pairs[i], pairs[i + 1].strip());
    }
    return fixes;
  }

  private static Map<String, String> reach() {
    return fixes(
        HUB,
        """
        The hub opens streams by itself only at addresses that it knows as its own: those of its own
        machine, and those in tidings.security.origins:
        <variable name="tidings.security.origins" value="https://tidings.example.com"/>
        The JDK of the server has to trust the certificate of that address. Without either, open
        doctor.html: there the browser looks.
        """);
  }

  private static Map<String, String> buffering() {
    return fixes(
        NGINX,
        """
        location = /api/stream {
            proxy_pass http://tidings;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_buffering off;
            proxy_cache off;
            gzip off;
        }
        And take X-Accel-Buffering out of proxy_ignore_headers. The whole file: src/ops/nginx/tidings.conf.
        """,
        APACHE,
        """
        ProxyPass "/api/stream" "http://127.0.0.1:9080/api/stream" flushpackets=on
        <Location "/api/stream">
            SetEnv no-gzip 1
        </Location>
        Put this ProxyPass before those of shorter paths, and let no other output filter (cache, ModSecurity's
        SecResponseBodyAccess) work on it.
        """,
        IHS,
        """
        In httpd.conf, where mod_deflate, mod_cache or other output filters are loaded:
        <Location "/api/stream">
            SetEnv no-gzip 1
            CacheDisable on
        </Location>
        In plugin-cfg.xml, switch the Edge Side Include processor off:
        <Property Name="ESIEnable" Value="false"/>
        """,
        HAPROXY,
        """
        HAProxy passes events on as they come, unless it is told to look at bodies: no http-response wait-for-body
        and no compression for streams. In the backend:
        option http-no-delay
        """);
  }

  private static Map<String, String> compression() {
    return fixes(
        NGINX,
        """
        In location = /api/stream:
        gzip off;
        Elsewhere, take text/event-stream out of gzip_types (also brotli_types), and do not use gzip_types *.
        """,
        APACHE,
        """
        <Location "/api/stream">
            SetEnv no-gzip 1
            SetEnv no-brotli 1
        </Location>
        """,
        IHS,
        """
        <Location "/api/stream">
            SetEnv no-gzip 1
        </Location>
        """,
        HAPROXY,
        """
        compression algo gzip
        compression type text/html text/css text/javascript application/json
        (Name types: without them, all are compressed.)
        """,
        HUB,
        """
        If Liberty itself compresses:
        <compression><types>-text/event-stream</types></compression>
        """);
  }

  private static Map<String, String> idle() {
    return fixes(
        NGINX,
        """
        In location = /api/stream, more than two heartbeats:
        proxy_read_timeout 40s;
        """,
        APACHE,
        """
        ProxyPass "/api/stream" "http://127.0.0.1:9080/api/stream" flushpackets=on timeout=40
        """,
        IHS,
        """
        In plugin-cfg.xml, at each Server (seconds):
        <Server ... ServerIOTimeout="40">
        And in httpd.conf:
        Timeout 60
        """,
        HAPROXY,
        """
        timeout server 40s
        timeout client 60s
        """,
        HUB,
        """
        Where nobody can change the proxy, firewall or load balancer, be silent for a shorter time, less than half
        of what is cut:
        <variable name="tidings.stream.heartbeat" value="PT5S"/>
        """);
  }

  private static Map<String, String> resume() {
    return fixes(
        NGINX,
        """
        Take out: proxy_set_header Last-Event-ID ""; and proxy_pass_request_headers off;
        """,
        APACHE,
        """
        Take out: RequestHeader unset Last-Event-ID
        """,
        IHS,
        """
        Take out: RequestHeader unset Last-Event-ID
        """,
        HAPROXY,
        """
        Take out: http-request del-header Last-Event-ID
        """);
  }

  private static Map<String, String> http() {
    return fixes(
        NGINX,
        """
        listen 443 ssl http2;
        (From nginx 1.25.1 on: listen 443 ssl; http2 on;)
        """,
        APACHE,
        """
        LoadModule http2_module modules/mod_http2.so
        Protocols h2 http/1.1
        (Not with the prefork MPM.)
        """,
        IHS,
        """
        IHS 9 speaks HTTP/1.1. Our pages share one stream per browser (src/docs/adr/0009), so six connections are
        enough for them; for others, put a proxy with HTTP/2 in front.
        """,
        HAPROXY,
        """
        bind :443 ssl crt /etc/haproxy/tidings.pem alpn h2,http/1.1
        """);
  }

  private static Map<String, String> node() {
    return fixes(
        NGINX,
        """
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        """,
        APACHE,
        """
        Take out: SetEnv force-proxy-request-1.0 and SetEnv proxy-nokeepalive
        """,
        IHS,
        """
        In httpd.conf, take out: BrowserMatch ... force-response-1.0 downgrade-1.0
        """,
        HAPROXY,
        """
        HAProxy passes the client's version on: look for the HTTP/1.0 client before it, such as another proxy.
        For the server no proto h2:
        server node1 127.0.0.1:9080
        """);
  }

  private static Map<String, String> forwarded() {
    return fixes(
        NGINX,
        """
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Host $http_host;
        proxy_set_header X-Forwarded-Port $server_port;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header Forwarded "";
        """,
        APACHE,
        """
        ProxyPreserveHost On
        RequestHeader set X-Forwarded-Proto "https"
        RequestHeader set X-Forwarded-Port "443"
        RequestHeader unset Forwarded
        """,
        IHS,
        """
        The plug-in tells scheme, host and client in headers of its own ($WSSC, $WSSN, $WSRA). Liberty believes them
        from the addresses in:
        <httpDispatcher trustedHeaderOrigin="192.0.2.10"/>
        """,
        HAPROXY,
        """
        option forwardfor
        http-request set-header X-Forwarded-Proto https if { ssl_fc }
        http-request set-header X-Forwarded-Port %[dst_port]
        http-request set-header X-Forwarded-Host %[req.hdr(host)]
        http-request del-header Forwarded
        """,
        HUB,
        """
        In platform.xml, name the address of the proxy, a regular expression, and nobody else's:
        <remoteIp proxies="192\\.0\\.2\\.10"/>
        If the proxy cannot be made to pass its name on:
        <variable name="tidings.security.origins" value="https://tidings.example.com"/>
        """);
  }

  private static Map<String, String> cors() {
    return fixes(
        NGINX,
        """
        Take out: add_header Access-Control-Allow-Origin ...
        """,
        APACHE,
        """
        Take out: Header set Access-Control-Allow-Origin ...
        """,
        IHS,
        """
        Take out: Header set Access-Control-Allow-Origin ...
        """,
        HAPROXY,
        """
        Take out: http-response set-header Access-Control-Allow-Origin ...
        """,
        HUB,
        """
        Say here which other sites may:
        <variable name="tidings.security.origins" value="https://portal.example.com"/>
        """);
  }

  private static Map<String, String> cookies() {
    return fixes(
        NGINX,
        """
        With TLS (listen 443 ssl), and if the node does not say it:
        proxy_cookie_flags ~ secure httponly samesite=lax;
        """,
        APACHE,
        """
        Header edit Set-Cookie "^((?:(?!; *[Ss]ecure).)*)$" "$1; Secure"
        """,
        IHS,
        """
        Header edit Set-Cookie "^((?:(?!; *[Ss]ecure).)*)$" "$1; Secure"
        """,
        HAPROXY,
        """
        http-response replace-header Set-Cookie '^((?:(?!; [Ss]ecure\\b).)*)$' '\\1; Secure'
        """,
        HUB,
        """
        TIDINGS_PROFILE=production or production-behind-proxy sets all three. By hand, in server.xml:
        <webAppSecurity ssoRequiresSSL="true" httpOnlyCookies="true" sameSiteCookie="Lax"/>
        <httpSession cookieSecure="true" cookieHttpOnly="true" cookieSameSite="Lax"/>
        """);
  }

  private static Map<String, String> clock() {
    return fixes(
        HUB,
        """
        Let the machines of all nodes and of the database keep time by NTP:
        timedatectl set-ntp true
        chronyc tracking
        """);
  }

  private static Map<String, String> descriptors() {
    return fixes(
        HUB,
        """
        systemd, in the unit of the server: LimitNOFILE=65536
        A shell: ulimit -n 65536
        Docker or Podman: --ulimit nofile=65536:65536
        Or let fewer streams in:
        <variable name="tidings.stream.max-per-node" value="5000"/>
        """,
        NGINX,
        """
        A stream takes two connections there:
        worker_rlimit_nofile 65536;
        events { worker_connections 32768; }
        """,
        APACHE,
        """
        <IfModule mpm_event_module>
            ServerLimit 64
            ThreadsPerChild 64
            MaxRequestWorkers 4096
        </IfModule>
        """,
        IHS,
        """
        Each open stream takes a thread of IHS:
        ThreadLimit 100
        ServerLimit 100
        ThreadsPerChild 100
        MaxClients 10000
        """,
        HAPROXY,
        """
        global
            maxconn 40000
        """);
  }
}
