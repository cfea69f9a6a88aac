package dev.tidings;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;

/** Somebody in front of a browser. */
public final class Visitor {
  /** Milliseconds in which whatever is to be seen is there. */
  private static final double SOON = 20_000;

  static {
    PlaywrightAssertions.setDefaultAssertionTimeout(SOON);
  }

  private Visitor() {}

  /** Opens one of the server's pages and signs in on the way. */
  public static Page signIn(Page page, LibertyServer server, String path, String name) {
    page.setDefaultTimeout(SOON);
    page.navigate(server.uri(path).toString());
    page.fill("[name=j_username]", name);
    page.fill("[name=j_password]", name + "-secret");
    page.press("[name=j_password]", "Enter");
    assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out")))
        .isVisible();
    return page;
  }
}
