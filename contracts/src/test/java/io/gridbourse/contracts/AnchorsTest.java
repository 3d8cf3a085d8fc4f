package io.gridbourse.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.Hash;
import org.web3j.utils.Numeric;

/** Anchors on a real chain, through nothing but this package. */
class AnchorsTest {
  private static DevelopmentChain chain;
  private static SigningKey keeper;
  private static String address;
  private static Anchors anchors;

  @BeforeAll
  static void deploy() throws IOException, InterruptedException {
    chain = DevelopmentChain.start();
    keeper = chain.fundedKey();
    address =
        LedgerDeployment.deployAnchors(
            chain.web3j(),
            chain.fundedKey().credentials(),
            keeper.address(),
            Duration.ofSeconds(20));
    anchors = new Anchors(chain.web3j(), address);
  }

  @AfterAll
  static void stopTheChain() throws InterruptedException {
    chain.stop();
  }

  @Test
  void theContractAcceptsAProofAndRefusesAnyOther() throws IOException, InterruptedException {
    byte[] one = "one".getBytes(StandardCharsets.UTF_8);
    byte[] two = "two".getBytes(StandardCharsets.UTF_8);
    String left = leaf(0, one);
    String right = leaf(1, two);
    String peak = hash("01", left, right);
    String root = hash("020000000000000002", peak);
    assertThat(anchors.count()).isZero();
    chain.send(keeper, address, Anchors.anchor(root, 2));
    assertThat(anchors.count()).isEqualTo(1);
    assertThat(anchors.sizeAt(0)).isEqualTo(2);
    assertThat(anchors.rootOf(2)).isEqualTo(root);
    assertThat(anchors.rootOf(1)).isEqualTo(Hex.WORD_ZERO);
    assertThat(anchors.includes(2, 0, one, List.of(right), List.of(peak))).isTrue();
    assertThat(anchors.includes(2, 1, two, List.of(left), List.of(peak))).isTrue();
    assertThat(anchors.includes(2, 0, two, List.of(right), List.of(peak))).isFalse();
    assertThat(anchors.includes(2, 1, one, List.of(right), List.of(peak))).isFalse();
    assertThatThrownBy(() -> anchors.sizeAt(1))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("UnknownAnchor");
  }

  @Test
  void anotherContractIsNotTakenForAnchors() {
    assertThatThrownBy(() -> new Anchors(chain.web3j(), keeper.address()).count())
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("is the address that of the anchors?");
  }

  private static String leaf(long position, byte[] entry) {
    return Hash.sha3(
        "0x00" + "%016x".formatted(position) + Numeric.toHexString(entry).substring(2));
  }

  private static String hash(String prefix, String... words) {
    StringBuilder text = new StringBuilder("0x").append(prefix);
    for (String word : words) {
      text.append(word.substring(2));
    }
    return Hash.sha3(text.toString());
  }
}
