package io.gridbourse.domain.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Keccak256;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Struct hashes of empty orders, from the type hashes that the protocol publishes. */
class OrderTypeTest {
  @Test
  void theTypeHashesAreThoseOfTheProtocol() {
    // The empty dataset order has nine words: the published type hash and eight zeros.
    assertThat(typeHash("6cfc932a", "d47c", DatasetOrder.NONE.structHash(), 8)).isTrue();
    AppOrder app = AppOrder.open(Address.ZERO, NanoRlc.ZERO, 0, Bytes32.ZERO);
    assertThat(typeHash("60815a0e", "d008", app.structHash(), 8)).isTrue();
    PoolOrder pool =
        new PoolOrder(
            Address.ZERO,
            NanoRlc.ZERO,
            0,
            Tag.NONE,
            0,
            0,
            Address.ZERO,
            Address.ZERO,
            Address.ZERO,
            Bytes32.ZERO);
    assertThat(typeHash("aa3429fb", "22bb", pool.structHash(), 10)).isTrue();
  }

  @Test
  void anOrdersHashDependsOnTheHubAndTheChain() {
    AppOrder order = AppOrder.open(Address.ZERO, NanoRlc.of(5), 7, Bytes32.ZERO);
    Bytes32 other = Bytes32.of(Keccak256.of(new byte[] {1}));
    assertThat(order.hash(Bytes32.ZERO)).isNotEqualTo(order.hash(other));
  }

  @Test
  void tagsAreSetsOfBits() {
    assertThat(Tag.ofBits(0, 8).within(Tag.ofBits(0, 1, 8))).isTrue();
    assertThat(Tag.ofBits(0, 8).within(Tag.ofBits(0, 1))).isFalse();
    assertThat(Tag.ofBits(0, 1, 3).withoutEnclaveKinds()).isEqualTo(Tag.ofBits(0));
    assertThat(Tag.ofBits(8).or(Tag.ofBits(0)).enclave()).isTrue();
    assertThat(Tag.NONE.enclave()).isFalse();
  }

  /** Finds the type string's hash by its published ends, and hashes it with {@code zeros} words. */
  private static boolean typeHash(String begin, String end, Bytes32 struct, int zeros) {
    return types().stream()
        .map(type -> Keccak256.of(type.getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
        .filter(hash -> Bytes32.of(hash).hex().startsWith("0x" + begin))
        .filter(hash -> Bytes32.of(hash).hex().endsWith(end))
        .anyMatch(
            hash -> {
              byte[][] words = new byte[zeros + 1][32];
              words[0] = hash;
              return Bytes32.of(Keccak256.of(words)).equals(struct);
            });
  }

  private static List<String> types() {
    List<String> types = new ArrayList<>();
    types.add(
        "AppOrder(address app,uint256 appprice,uint256 volume,bytes32 tag,address datasetrestrict,"
            + "address workerpoolrestrict,address requesterrestrict,bytes32 salt)");
    types.add(
        "DatasetOrder(address dataset,uint256 datasetprice,uint256 volume,bytes32 tag,"
            + "address apprestrict,address workerpoolrestrict,address requesterrestrict,"
            + "bytes32 salt)");
    types.add(
        "WorkerpoolOrder(address workerpool,uint256 workerpoolprice,uint256 volume,bytes32 tag,"
            + "uint256 category,uint256 trust,address apprestrict,address datasetrestrict,"
            + "address requesterrestrict,bytes32 salt)");
    return types;
  }
}
