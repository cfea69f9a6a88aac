package dev.tidings;

import java.nio.file.Files;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Whether there is a Prometheus to test with. */
final class PrometheusInstalled implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (Files.isExecutable(Prometheus.EXECUTABLE) && Files.isExecutable(Prometheus.PROMTOOL)) {
      return ConditionEvaluationResult.enabled("There is " + Prometheus.EXECUTABLE);
    }
    if ("required".equals(System.getenv("TIDINGS_TOOLS"))) {
      throw new IllegalStateException(
          "TIDINGS_TOOLS=required, but there is no " + Prometheus.EXECUTABLE);
    }
    if (context.getTestMethod().isEmpty()) {
      System.err.printf(
          """

          **************************************************************************
          WARNING: PROMETHEUS TESTS SKIPPED: %s
          There is no %s. Install it (Debian: apt-get install prometheus).
          **************************************************************************

          """,
          context.getDisplayName(), Prometheus.EXECUTABLE);
    }
    return ConditionEvaluationResult.disabled("There is no " + Prometheus.EXECUTABLE);
  }
}
