package dev.tidings.inbox;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import dev.tidings.LibertyServer;
import java.util.List;

/** The page of the inbox in a browser, as its reader sees it. */
record InboxPage(Page page) {
  static final double SOON = 15_000;

  /** Signs in with the form, unless the profile has a session. */
  static InboxPage open(BrowserContext profile, LibertyServer server, String user) {
    return open(profile, server, user, "inbox.html");
  }

  static InboxPage open(BrowserContext profile, LibertyServer server, String user, String path) {
    Page page = profile.newPage();
    page.navigate(server.uri(path).toString());
    if (page.locator("[name=j_username]").count() > 0) {
      page.fill("[name=j_username]", user);
      page.fill("[name=j_password]", user + "-secret");
      page.press("[name=j_password]", "Enter");
    }
    assertThat(page.locator("tidings-connection"))
        .hasAttribute("data-state", "live", new HasAttributeOptions().setTimeout(SOON));
    return new InboxPage(page);
  }

  Locator inbox() {
    return page.locator("main tidings-inbox");
  }

  Locator items() {
    return inbox().locator("li[data-id]");
  }

  Locator item(String title) {
    return items().filter(new Locator.FilterOptions().setHasText(title));
  }

  Locator tab(String name) {
    return inbox().locator("[data-tab=" + name + "]");
  }

  Locator badge() {
    return page.locator("tidings-bell .badge");
  }

  Locator undoBar() {
    return inbox().locator(".undo-bar");
  }

  Locator toasts() {
    return page.locator("tidings-toast .toast");
  }

  /** A button that is there when the pointer is over the item. */
  void tool(String title, String name) {
    item(title).hover();
    item(title).locator(".tool-" + name).click();
  }

  void shows(String title) {
    assertThat(item(title)).hasCount(1, new HasCountOptions().setTimeout(SOON));
  }

  void lacks(String title) {
    assertThat(item(title)).hasCount(0, new HasCountOptions().setTimeout(SOON));
  }

  @SuppressWarnings("unchecked") // as the script says
  List<String> ids() {
    return (List<String>) items().evaluateAll("all => all.map((item) => item.dataset.id)");
  }
}
