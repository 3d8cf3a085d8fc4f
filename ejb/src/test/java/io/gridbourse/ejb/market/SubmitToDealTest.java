package io.gridbourse.ejb.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.ejb.fixtures.FreshChain;
import io.gridbourse.ejb.fixtures.InMemoryBags;
import io.gridbourse.ejb.fixtures.TestChain;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.fixtures.TestMarket;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** From a submission to a queued bag, over a real chain and a real database. */
class SubmitToDealTest {
  private static final String BAG =
      """
      apiVersion: gridbourse/v1
      kind: Bag
      metadata: {name: million}
      spec:
        app: {ref: noop}
        command: ["noop", "{index}"]
        params: {task: {range: "0-%d"}}
        market: {category: XS}
      """;

  @RegisterExtension static final FreshChain FRESH = FreshChain.plain();

  @TempDir private static Path home;
  private final TestChain chain = FRESH.chain();
  private TestDatabase database;
  private InMemoryBags bags;
  private TestMarket market;

  @BeforeEach
  void openTheMarket() {
    database = TestDatabase.create();
    bags = new InMemoryBags();
    market = new TestMarket(chain, database, bags, home);
    market.follow.start();
  }

  @Test
  void aSubmittedBagIsQueuedOnceItsDealIsFinal() {
    market.registerApp("noop");
    Submission submission = market.submit(BAG.formatted(99), SubmitOptions.NOW);
    assertThat(submission).isInstanceOf(Submission.Accepted.class);
    BagId bag = ((Submission.Accepted) submission).bag();
    assertThat(bags.find(bag).orElseThrow().state()).isEqualTo(BagState.MATCHING);
    market.rounds(4);
    assertThat(bags.find(bag).orElseThrow().state()).isEqualTo(BagState.QUEUED);
    assertThat(market.events.fired()).hasSize(1);
    assertThat(market.audit.audit().discrepancies()).isEmpty();
  }
}
