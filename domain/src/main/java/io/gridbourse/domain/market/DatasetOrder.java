package io.gridbourse.domain.market;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;

/**
 * A dataset owner's offer.
 *
 * @param dataset zero in {@link #NONE}, which stands for no dataset and is not signed
 * @param price per task
 */
public record DatasetOrder(
    Address dataset,
    NanoRlc price,
    long volume,
    Tag tag,
    Address appRestrict,
    Address poolRestrict,
    Address requesterRestrict,
    Bytes32 salt)
    implements Order {
  /** No dataset: all members are zero. */
  public static final DatasetOrder NONE =
      new DatasetOrder(
          Address.ZERO,
          NanoRlc.ZERO,
          0,
          Tag.NONE,
          Address.ZERO,
          Address.ZERO,
          Address.ZERO,
          Bytes32.ZERO);

  private static final String TYPE =
      "DatasetOrder(address dataset,uint256 datasetprice,uint256 volume,bytes32 tag,"
          + "address apprestrict,address workerpoolrestrict,address requesterrestrict,bytes32 salt)";

  /** Whether there is a dataset at all. */
  public boolean isPresent() {
    return !dataset.isZero();
  }

  @Override
  public Bytes32 structHash() {
    return new StructHash(TYPE)
        .address(dataset)
        .amount(price)
        .number(volume)
        .word(tag.word())
        .address(appRestrict)
        .address(poolRestrict)
        .address(requesterRestrict)
        .word(salt)
        .hash();
  }
}
