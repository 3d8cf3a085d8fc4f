package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gridbourse.cli.local.Installation.Component;
import io.gridbourse.contracts.HubEvent;
import io.gridbourse.contracts.HubEvent.OrdersMatched;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The chain changes its mind about its last blocks. */
@ExtendWith(GridExtension.class)
class ReorganisationIT {
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
    assertThat(grid.chain().matches(deal)).isOne();
    assertThat(grid.tables().number("select count(*) from deal where id = ?", deal)).isOne();
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
