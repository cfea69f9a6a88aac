package dev.tidings.doctor;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;

/**
 * All that was found, the worst first.
 *
 * @param address that was looked at
 * @param by hub or browser, whoever opened the streams
 */
record Report(Instant at, String node, String address, String by, List<Finding> findings) {
  Report {
    findings = findings.stream().sorted(Comparator.comparing(Finding::verdict).reversed()).toList();
  }

  /** The worst there is. */
  Verdict verdict() {
    return findings.isEmpty() ? Verdict.UNKNOWN : findings.get(0).verdict();
  }

  String json() {
    JsonArrayBuilder all = Json.createArrayBuilder();
    findings.forEach(finding -> all.add(finding.json()));
    return Json.createObjectBuilder()
        .add("at", at.truncatedTo(ChronoUnit.MILLIS).toString())
        .add("node", node)
        .add("address", address)
        .add("by", by)
        .add("verdict", verdict().word())
        .add("findings", all)
        .build()
        .toString();
  }
}
