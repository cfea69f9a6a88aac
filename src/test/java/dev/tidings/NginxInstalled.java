package dev.tidings;

import java.nio.file.Files;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Whether there is an nginx to test with. */
final class NginxInstalled implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (Files.isExecutable(Nginx.EXECUTABLE)) {
      return ConditionEvaluationResult.enabled("There is " + Nginx.EXECUTABLE);
    }
    if ("required".equals(System.getenv("TIDINGS_NGINX"))) {
      throw new IllegalStateException(
          "TIDINGS_NGINX=required, but there is no " + Nginx.EXECUTABLE);
    }
    if (context.getTestMethod().isEmpty()) {
      System.err.printf(
          """

          **************************************************************************
          WARNING: NGINX TESTS SKIPPED: %s
          There is no %s. Install it (Debian: apt-get install nginx).
          **************************************************************************

          """,
          context.getDisplayName(), Nginx.EXECUTABLE);
    }
    return ConditionEvaluationResult.disabled("There is no " + Nginx.EXECUTABLE);
  }
}
