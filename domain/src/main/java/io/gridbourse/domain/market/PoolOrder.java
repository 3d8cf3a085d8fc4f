package io.gridbourse.domain.market;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;

/**
 * A pool owner's offer to run tasks of one category; the ledger's name for a pool is workerpool.
 *
 * @param price per task
 * @param category number of the category on the ledger
 * @param trust highest trust that it certifies to
 */
public record PoolOrder(
    Address pool,
    NanoRlc price,
    long volume,
    Tag tag,
    long category,
    long trust,
    Address appRestrict,
    Address datasetRestrict,
    Address requesterRestrict,
    Bytes32 salt)
    implements Order {
  private static final String TYPE =
      "WorkerpoolOrder(address workerpool,uint256 workerpoolprice,uint256 volume,bytes32 tag,"
          + "uint256 category,uint256 trust,address apprestrict,address datasetrestrict,"
          + "address requesterrestrict,bytes32 salt)";

  @Override
  public Bytes32 structHash() {
    return new StructHash(TYPE)
        .address(pool)
        .amount(price)
        .number(volume)
        .word(tag.word())
        .number(category)
        .number(trust)
        .address(appRestrict)
        .address(datasetRestrict)
        .address(requesterRestrict)
        .word(salt)
        .hash();
  }
}
