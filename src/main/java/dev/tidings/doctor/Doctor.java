package dev.tidings.doctor;

import dev.tidings.stream.Attendance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** Puts together what was seen from outside and what this node knows. Safe for any thread. */
@ApplicationScoped
class Doctor {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  @Inject DoctorThreads threads;
  @Inject DoctorConfig config;
  @Inject DatabaseClock clock;
  @Inject OwnAddress addresses;
  @Inject Attendance attendance;

  private @Nullable HttpClient http; // Guarded by this.

  /**
   * Opens streams at the address that a request was sent to, if that is one of the hub's own.
   * Blocks.
   *
   * @param path the context path
   * @param login headers that say who asks; they go to that address and nowhere else
   * @param silence for how long to try whether silence is cut, in milliseconds
   */
  Report examine(
      Arrival asked,
      String path,
      Map<String, String> login,
      long silence,
      Examination.Waiting waiting)
      throws InterruptedException {
    String address = asked.origin();
    if (!addresses.isOurs(address)) {
      Observed nothing = new Observed(address, List.of(), List.of(), null, Set.of(), asked);
      List<Finding> findings = new ArrayList<>();
      findings.add(
          Finding.of(
              "reach",
              Verdict.UNKNOWN,
              "The hub opens no stream at "
                  + address
                  + ": it cannot know that this address is its own."));
      findings.addAll(new SiteFindings(nothing, null).all());
      findings.addAll(node(null));
      return report(address, "hub", findings);
    }
    Examination examination = new Examination(threads, http(), address + path, login);
    Observed observed = examination.run(address, silence, asked, waiting);
    return report(observed, path, "hub");
  }

  /** Judges what a browser has seen. Blocks while the hub looks at its cookies. */
  Report judge(Observed observed, String path) {
    return report(observed, path, "browser");
  }

  private Report report(Observed observed, String path, String by) {
    List<SetCookie> cookies =
        addresses.isOurs(observed.address())
            ? new Visit(http(), observed.address() + path, Map.of()).cookies()
            : null;
    List<Finding> findings =
        new ArrayList<>(new StreamFindings(observed, config.heartbeat()).all());
    findings.addAll(new SiteFindings(observed, cookies).all());
    findings.addAll(node(observed.ahead()));
    return report(observed.address(), by, findings);
  }

  private Report report(String address, String by, List<Finding> findings) {
    return new Report(Instant.now(), config.node(), address, by, findings);
  }

  private List<Finding> node(@Nullable Long browser) {
    return new NodeFindings(
            files("MaxFileDescriptorCount"),
            files("OpenFileDescriptorCount"),
            attendance.streams(),
            config.maxStreams(),
            clock.offset(),
            browser)
        .all();
  }

  /** By name: the type that has it is not of the standard library, and not on every platform. */
  private static long files(String attribute) {
    try {
      Object value =
          ManagementFactory.getPlatformMBeanServer()
              .getAttribute(
                  new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME), attribute);
      return value instanceof Number number ? number.longValue() : -1;
    } catch (JMException unknown) {
      return -1;
    }
  }

  /** One for all: each has threads of its own. Redirects are not followed: they lead elsewhere. */
  private synchronized HttpClient http() {
    HttpClient client = http;
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .connectTimeout(CONNECT)
              .followRedirects(HttpClient.Redirect.NEVER)
              .build();
      http = client;
    }
    return client;
  }
}
