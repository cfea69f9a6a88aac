package dev.tidings;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One browser for all tests, one profile for each: a test's {@link BrowserContext} parameter is its
 * own, a {@link Page} parameter is a new tab in it.
 */
final class Chromium implements ExecutionCondition, ParameterResolver, AfterEachCallback {
  private static final Path EXECUTABLE = Path.of("/usr/bin/chromium");
  private static final ExtensionContext.Namespace HERE =
      ExtensionContext.Namespace.create(Chromium.class);

  /** Closed by JUnit with the last test. */
  private record Running(Playwright playwright, Browser browser) implements AutoCloseable {
    static Running start() {
      Playwright playwright = Playwright.create();
      return new Running(
          playwright,
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(EXECUTABLE)
                      .setHeadless(true)
                      .setArgs(
                          List.of(
                              "--no-sandbox",
                              "--disable-background-networking",
                              "--disable-component-update",
                              "--disable-sync",
                              "--no-first-run"))));
    }

    @Override
    public void close() {
      browser.close();
      playwright.close();
    }
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (Files.isExecutable(EXECUTABLE)) {
      return ConditionEvaluationResult.enabled("There is " + EXECUTABLE);
    }
    if ("required".equals(System.getenv("TIDINGS_BROWSER"))) {
      throw new IllegalStateException("TIDINGS_BROWSER=required, but there is no " + EXECUTABLE);
    }
    if (context.getTestMethod().isEmpty()) {
      System.err.printf(
          """

          **************************************************************************
          WARNING: BROWSER TESTS SKIPPED: %s
          There is no %s. Install it (Debian: apt-get install chromium).
          **************************************************************************

          """,
          context.getDisplayName(), EXECUTABLE);
    }
    return ConditionEvaluationResult.disabled("There is no " + EXECUTABLE);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == BrowserContext.class || type == Page.class || type == Browser.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == Browser.class) {
      return browser(context);
    }
    return type == Page.class ? profile(context).newPage() : profile(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    BrowserContext profile = context.getStore(HERE).remove("profile", BrowserContext.class);
    if (profile != null) {
      profile.close();
    }
  }

  private static Browser browser(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(HERE)
        .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class)
        .browser();
  }

  private static BrowserContext profile(ExtensionContext context) {
    return context
        .getStore(HERE)
        .getOrComputeIfAbsent(
            "profile", key -> browser(context).newContext(), BrowserContext.class);
  }
}
