package io.gridbourse.systemtests;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Chromium without a window, which keeps account of what the console complains about. */
final class Browser implements AutoCloseable {
  private static final Path CHROMIUM =
      Path.of(System.getProperty("gridbourse.chromium", "/usr/bin/chromium"));
  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final int WIDTH = 1_280;
  private static final int HEIGHT = 900;

  /** How long the console may take to show what it should, on a machine that has much to do. */
  private static final double SHOWN_WITHIN_MILLIS = 30_000;

  // The machine's network may be closed: the browser must not wait for its maker's servers.
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");
  private static final String REPORT_VIOLATIONS =
      "document.addEventListener('securitypolicyviolation', event =>"
          + " console.error('CSP', event.violatedDirective, event.blockedURI))";

  private final Playwright playwright;
  private final BrowserContext context;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();

  private Browser(Playwright playwright, BrowserContext context) {
    this.playwright = playwright;
    this.context = context;
    context.addInitScript(REPORT_VIOLATIONS);
    this.page = context.pages().get(0);
    PlaywrightAssertions.setDefaultAssertionTimeout(SHOWN_WITHIN_MILLIS);
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text() + " at " + message.location());
          }
        });
  }

  /** Opens a browser with an empty profile in {@code profile}. */
  static Browser open(Path profile) {
    if (!Files.isExecutable(CHROMIUM)) {
      throw new IllegalStateException(
          "no browser at "
              + CHROMIUM
              + ": apt-get install chromium, or -Dgridbourse.chromium=PATH");
    }
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    BrowserContext context =
        playwright
            .chromium()
            .launchPersistentContext(
                profile,
                new BrowserType.LaunchPersistentContextOptions()
                    .setExecutablePath(CHROMIUM)
                    .setHeadless(true)
                    .setViewportSize(WIDTH, HEIGHT)
                    .setArgs(FLAGS));
    return new Browser(playwright, context);
  }

  Page page() {
    return page;
  }

  /** What a developer would see in red, violations of the content policy among it. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Keeps a picture of the page for people to look at. */
  void picture(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")).setFullPage(true));
  }

  @Override
  public void close() {
    context.close();
    playwright.close();
  }
}
