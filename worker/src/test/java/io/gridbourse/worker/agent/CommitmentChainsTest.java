package io.gridbourse.worker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.value.Address;
import io.gridbourse.worker.agent.CommitmentChains.Link;
import io.gridbourse.worker.outcome.Answers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitmentChainsTest {
  private static final DealId DEAL = new DealId(FakeServer.DEAL);

  @TempDir private Path home;

  @Test
  void aLinkThatWasSignedIsKnownAfterACrash() throws IOException {
    HeldLease lease = lease("one", 3);
    Link link = Link.START.after(3, lease.root());
    try (CommitmentChains chains = open()) {
      chains.signing(Map.of(lease, link));
    }
    try (CommitmentChains again = open()) {
      assertThat(again.signedFor(lease)).contains(link);
      assertThat(again.heard(DEAL, 0, link)).isTrue();
      assertThat(again.heard(DEAL, 0, new Link(9, link.accumulator()))).isFalse();
    }
  }

  @Test
  void aLineCutShortByACrashIsForgotten() throws IOException {
    HeldLease lease = lease("one", 3);
    Link link = Link.START.after(3, lease.root());
    try (CommitmentChains chains = open()) {
      chains.signing(Map.of(lease, link));
    }
    Files.writeString(
        home.resolve("commitments"), DEAL.hex() + " 0 99 0xab", StandardOpenOption.APPEND);
    try (CommitmentChains again = open()) {
      assertThat(again.stored(DEAL, 0)).isEqualTo(link);
    }
  }

  @Test
  void theServersWordCountsAfterARestartAndTheHighestAfterThat() throws IOException {
    HeldLease one = lease("one", 3);
    HeldLease two = lease("two", 4);
    Link first = Link.START.after(3, one.root());
    Link second = first.after(4, two.root());
    try (CommitmentChains chains = open()) {
      chains.signing(Map.of(one, first));
      chains.signing(Map.of(two, second));
    }
    try (CommitmentChains again = open()) {
      assertThat(again.stored(DEAL, 0)).isEqualTo(second);
      assertThat(again.heard(DEAL, 0, first)).isTrue();
      assertThat(again.stored(DEAL, 0)).isEqualTo(first);
      again.stored(DEAL, 0, second);
      assertThat(again.heard(DEAL, 0, first)).isTrue();
      assertThat(again.stored(DEAL, 0)).isEqualTo(second);
    }
  }

  @Test
  void inDoubtEverySignedLinkIsTriedOnceTheLongestFirst() throws IOException {
    HeldLease one = lease("one", 3);
    HeldLease two = lease("two", 4);
    Link first = Link.START.after(3, one.root());
    Link second = first.after(4, two.root());
    try (CommitmentChains chains = open()) {
      chains.signing(Map.of(one, first));
      chains.signing(Map.of(two, second));
      chains.stored(DEAL, 0, second);
      assertThat(chains.rebase(DEAL, 0)).isTrue();
      assertThat(chains.stored(DEAL, 0)).isEqualTo(first);
      assertThat(chains.rebase(DEAL, 0)).isTrue();
      assertThat(chains.stored(DEAL, 0)).isEqualTo(Link.START);
    }
  }

  private CommitmentChains open() throws IOException {
    return CommitmentChains.open(home.resolve("commitments"));
  }

  private static HeldLease lease(String id, int count) {
    HeldLease lease = new HeldLease(id, 1, DEAL, 0, true);
    Answers answers = new Answers(count, count, new byte[count * 32], new byte[0], List.of());
    lease.answered(Address.ZERO, answers, 1);
    return lease;
  }
}
