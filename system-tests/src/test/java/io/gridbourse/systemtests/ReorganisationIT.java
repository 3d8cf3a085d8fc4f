package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gridbourse.cli.local.Installation.Component;
import io.gridbourse.contracts.HubEvent;
import io.gridbourse.contracts.HubEvent.OrdersMatched;
import io.gridbourse.contracts.HubEvent.PartitionSettled;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The chain changes its mind about its last blocks. */
@ExtendWith(GridExtension.class)
class ReorganisationIT {
  @Test
  void aDealThatIsDroppedIsSentAgainAndPaidOnce(Grid grid) {
    Bag bag = grid.submit(Spec.of("noop", 64));
    awaitMatch(grid, bag);
    grid.chain().forget(event -> isMatch(event, bag.deal()));
    bag.awaitCompletion();
    awaitOne("matches", () -> grid.chain().matches(bag.deal()));
  }

  @Test
  void aDealThatIsDroppedWhileTheServerIsAwayBecomesOneBag(Grid grid) {
    Bag bag = grid.submit(Spec.of("noop", 64));
    String deal = bag.deal();
    awaitMatch(grid, bag);
    grid.installation().kill(Component.SERVER);
    grid.chain().forget(event -> isMatch(event, deal));
    assertThat(grid.chain().matches(deal)).as("the deal is forgotten").isZero();
    grid.installation().restart(Component.SERVER);
    bag.awaitCompletion();
    awaitOne("matches", () -> grid.chain().matches(deal));
    assertThat(grid.tables().number("select count(*) from deal where id = ?", deal)).isOne();
  }

  @Test
  void aPaymentThatIsDroppedIsPaidAgain(Grid grid) {
    Bag bag = grid.submit(Spec.of("noop", 64));
    String deal = bag.deal();
    await("a partition is paid")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> grid.chain().settlements(deal).size(), paid -> paid > 0);
    grid.chain()
        .forget(
            event ->
                event instanceof PartitionSettled settled
                    && settled.dealId().equalsIgnoreCase(deal));
    bag.awaitCompletion();
    awaitOne("settlements", () -> grid.chain().settlements(deal).size());
    awaitOne("matches", () -> grid.chain().matches(deal));
  }

  @Test
  void whatWasFinalAndIsGoneIsAnIncidentThatEndsWithACleanAudit(Grid grid) {
    Bag bag = grid.submit(Spec.of("noop", 64)).awaitCompletion();
    String deal = bag.deal();
    long before = deepReorganisations(grid, "true");
    grid.chain().forget(event -> isMatch(event, deal));
    await("the incident is raised")
        .atMost(Duration.ofSeconds(60))
        .until(() -> deepReorganisations(grid, "true") > before);
    await("the books equal the ledger again, and payments go on")
        .atMost(Duration.ofSeconds(90))
        .until(() -> deepReorganisations(grid, "ended_by is null") == 0);
    awaitOne("matches", () -> grid.chain().matches(deal));
    awaitOne("settlements", () -> grid.chain().settlements(deal).size());
    grid.submit(Spec.of("noop", 16)).awaitCompletion();
  }

  private static long deepReorganisations(Grid grid, String which) {
    return grid.tables()
        .number(
            "select count(*) from ledger_incident where kind = 'DEEP_REORGANISATION' and " + which);
  }

  /** A bag may end by what was final before the chain forgot it: the ledger follows. */
  private static void awaitOne(String what, Supplier<Number> count) {
    await("one of " + what)
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> count.get().longValue() == 1);
  }

  private static boolean isMatch(HubEvent event, String deal) {
    return event instanceof OrdersMatched match && match.dealId().equalsIgnoreCase(deal);
  }

  private static void awaitMatch(Grid grid, Bag bag) {
    String deal = bag.deal();
    await("the deal is on the chain")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> grid.chain().matches(deal), matches -> matches == 1);
  }
}
