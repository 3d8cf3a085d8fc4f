package io.gridbourse.ejb.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.LedgerViews.StatementLineView;
import io.gridbourse.domain.wire.LedgerViews.StatementView;
import io.gridbourse.ejb.chain.Hub;
import io.gridbourse.ejb.fixtures.InMemoryBags;
import io.gridbourse.ejb.fixtures.TestChain;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.fixtures.TestMarket;
import io.gridbourse.ejb.ledger.AccountStatements;
import io.gridbourse.ejb.ledger.AccountStatements.Only;
import io.gridbourse.ejb.ledger.AccountStatements.Period;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements of accounts from events of a real ledger. */
class AccountStatementsTest {
  private static final String BAG =
      """
      apiVersion: gridbourse/v1
      kind: Bag
      spec:
        app: {ref: noop}
        params: {task: {range: "0-9"}}
        market: {category: XS}
      """;
  private static final Period ALL =
      new Period(Instant.EPOCH, Instant.parse("2999-01-01T00:00:00Z"));
  private static final Only ANY = new Only(Optional.empty(), Optional.empty());

  @TempDir private Path home;

  @Test
  void openingAndLinesMakeTheBalanceThatTheLedgerHas() {
    try (TestChain chain = TestChain.start()) {
      TestDatabase database = TestDatabase.create();
      TestMarket market = new TestMarket(chain, database, new InMemoryBags(), home);
      market.follow.start();
      market.registerApp("noop");
      // Periods are told apart by seconds: the deposit must not share one with the match.
      chain.rpc("evm_increaseTime", 60);
      market.submit(BAG, SubmitOptions.NOW);
      market.rounds(4);
      Address requester = chain.keys.addressOf("requester");
      AccountStatements statements = new AccountStatements(database);
      Hub.Balance balance = market.hub.balance(requester, OptionalLong.empty());

      StatementView whole = statements.statement(requester, ALL, ANY);
      assertThat(whole.opening().free()).isEqualTo("0");
      assertThat(whole.closing().free()).isEqualTo(balance.free().units().toString());
      assertThat(whole.closing().locked()).isEqualTo(balance.locked().units().toString());
      List<String> kinds = whole.lines().stream().map(StatementLineView::kinds).toList();
      assertThat(kinds.get(0)).isEqualTo("DEPOSIT");
      assertThat(kinds.get(kinds.size() - 1)).contains("LOCK");

      StatementLineView match = whole.lines().get(whole.lines().size() - 1);
      assertThat(match.deal()).isNotNull();
      assertThat(match.pool()).isEqualTo(chain.pool().toLowerCase(Locale.ROOT));
      assertThat(match.isFinal()).isTrue();
      StatementView later = statements.statement(requester, new Period(match.at(), ALL.to()), ANY);
      assertThat(later.lines()).contains(match).hasSizeLessThan(whole.lines().size());
      assertThat(later.closing()).isEqualTo(whole.closing());

      Only ofPool = new Only(Optional.empty(), Optional.of(new Address(chain.pool())));
      StatementView atPool = statements.statement(requester, ALL, ofPool);
      assertThat(atPool.lines()).containsExactly(match);
      assertThat(atPool.closing().free()).isEqualTo(match.free());
      assertThat(statements.charges(ALL, Optional.of(requester))).isEmpty();
    }
  }
}
