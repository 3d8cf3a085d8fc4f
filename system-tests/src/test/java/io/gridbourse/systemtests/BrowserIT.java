package io.gridbourse.systemtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A person looks at the console. */
@ExtendWith(GridExtension.class)
class BrowserIT {
  private static final double BAG_ENDS_WITHIN_MILLIS = 180_000;

  /** Such as 80% (4/5). */
  private static final Pattern CREDIBILITY = Pattern.compile("[0-9.]+% \\([0-9]+/[0-9]+\\)");

  @TempDir Path profile;

  @Test
  void aBagIsWatchedToItsEndWithoutAReload(Grid grid) {
    try (Browser browser = Browser.open(profile)) {
      Page page = browser.page();
      page.navigate(
          grid.installation().url() + "/#token=" + grid.installation().token("requester"));
      assertThat(heading(page, "Home")).isVisible();
      assertThat(page.url()).as("the token leaves the address").doesNotContain("token");
      assertThat(page.locator(".gb-fresh")).hasText("Live");
      page.evaluate("window.neverReloaded = true");
      browser.picture("home");

      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Bags").setExact(true))
          .first()
          .click();
      Bag bag = grid.submit(Spec.search(900, 400).named("watched"));
      Locator row =
          page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("watched")).first();
      assertThat(row).isVisible();
      browser.picture("bags");
      row.click();

      assertThat(heading(page, "watched")).isVisible();
      bag.awaitUntil("runs", view -> view.at("/counts/certified").asLong() > 0);
      Locator canvas = page.locator(".gb-map canvas");
      assertThat(canvas).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(60_000));
      String begun = picture(canvas);
      browser.picture("bag-running");
      assertThat(page.locator(".gb-page-head .gb-state"))
          .containsText(
              "Completed",
              new LocatorAssertions.ContainsTextOptions()
                  .setIgnoreCase(true)
                  .setTimeout(BAG_ENDS_WITHIN_MILLIS));
      assertThat(page.getByText("900 of 900 tasks done")).isVisible();
      assertThat(picture(canvas)).as("cells are filled").isNotEqualTo(begun);
      assertThat(page.getByLabel("Cost and energy")).containsText("Paid");
      assertThat(page.getByLabel("Task times and tail").first()).containsText("A task takes");
      browser.picture("bag-completed");

      canvas.focus();
      page.keyboard().press("Home");
      page.keyboard().press("Enter");
      assertThat(heading(page, "Task 0")).isVisible();
      Locator certificate =
          page.locator(".gb-card", new Page.LocatorOptions().setHasText("Credibility reached"));
      assertThat(certificate).containsText("Settlement transaction");
      assertThat(certificate).containsText("0x");
      assertThat(certificate).containsText(CREDIBILITY);
      assertThat(certificate).containsText("Weighted votes");
      assertThat(certificate).containsText("How that follows");
      assertThat(certificate).containsText("Certificate as PDF");
      browser.picture("task");
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("why")).first().click();
      assertThat(heading(page, "Why this lease")).isVisible();
      assertThat(page.locator("main")).containsText("Decided by");
      browser.picture("lease");
      page.navigate(grid.installation().url() + "/#/bags/" + bag.id() + "?tab=certification");
      assertThat(page.getByLabel("How tasks were certified")).containsText("900 tasks certified");
      assertThat(page.getByLabel("Signed certificate of the bag")).containsText("as JSON");
      browser.picture("bag-certification");
      assertThat(page.evaluate("window.neverReloaded")).isEqualTo(true);
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void everyPageOpensInBothThemes(Grid grid) {
    grid.submit(Spec.of("noop", 4).named("for-all-pages")).awaitCompletion();
    try (Browser browser = Browser.open(profile)) {
      Page page = browser.page();
      page.navigate(grid.installation().url() + "/#token=" + grid.installation().token("admin"));
      assertThat(heading(page, "Home")).isVisible();
      for (String name :
          new String[] {"Bags", "Workers", "Deals", "Disputes", "Accounts", "Apps", "Pools"}) {
        page.navigate(grid.installation().url() + "/#/" + name.toLowerCase(Locale.ROOT));
        assertThat(heading(page, name)).isVisible();
        assertThat(page.locator(".gb-waiting")).hasCount(0);
        browser.picture(name.toLowerCase(Locale.ROOT));
      }
      page.getByLabel("Switch to the dark theme")
          .or(page.getByLabel("Switch to the light theme"))
          .click();
      browser.picture("pools-other-theme");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void aWrongTokenIsRefusedInWords(Grid grid) {
    try (Browser browser = Browser.open(profile)) {
      Page page = browser.page();
      page.navigate(grid.installation().url() + "/#token=gb_pat_wrong");
      assertThat(heading(page, "Sign in to Gridbourse")).isVisible();
      assertThat(page.locator("main")).containsText("This token is not known here");
      browser.picture("sign-in");
    }
  }

  private static Locator heading(Page page, String name) {
    return page.getByRole(
        AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true).setLevel(1));
  }

  private static String picture(Locator canvas) {
    return (String) canvas.evaluate("canvas => canvas.toDataURL()");
  }
}
