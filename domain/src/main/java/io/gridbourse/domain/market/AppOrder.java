package io.gridbourse.domain.market;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;

/**
 * An app owner's offer to run its app.
 *
 * @param price per task
 * @param datasetRestrict only with this dataset; zero is any, also below
 * @param salt makes two otherwise equal orders differ
 */
public record AppOrder(
    Address app,
    NanoRlc price,
    long volume,
    Tag tag,
    Address datasetRestrict,
    Address poolRestrict,
    Address requesterRestrict,
    Bytes32 salt)
    implements Order {
  private static final String TYPE =
      "AppOrder(address app,uint256 appprice,uint256 volume,bytes32 tag,address datasetrestrict,"
          + "address workerpoolrestrict,address requesterrestrict,bytes32 salt)";

  /** An offer to everybody. */
  public static AppOrder open(Address app, NanoRlc price, long volume, Bytes32 salt) {
    return new AppOrder(
        app, price, volume, Tag.NONE, Address.ZERO, Address.ZERO, Address.ZERO, salt);
  }

  @Override
  public Bytes32 structHash() {
    return new StructHash(TYPE)
        .address(app)
        .amount(price)
        .number(volume)
        .word(tag.word())
        .address(datasetRestrict)
        .address(poolRestrict)
        .address(requesterRestrict)
        .word(salt)
        .hash();
  }
}
