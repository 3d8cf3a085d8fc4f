package io.gridbourse.domain.market;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;

/**
 * A requester's demand for a bag of {@code volume} tasks.
 *
 * @param appMaxPrice most per task for the app; likewise below
 * @param pool only this pool; zero is any
 * @param category number of the category on the ledger
 * @param trust the demand for certainty; the ledger stores 0 as 1
 * @param callback contract that is told of results; zero is none
 * @param params what each task is given, as text
 */
public record RequestOrder(
    Address app,
    NanoRlc appMaxPrice,
    Address dataset,
    NanoRlc datasetMaxPrice,
    Address pool,
    NanoRlc poolMaxPrice,
    Address requester,
    long volume,
    Tag tag,
    long category,
    long trust,
    Address beneficiary,
    Address callback,
    String params,
    Bytes32 salt)
    implements Order {
  private static final String TYPE =
      "RequestOrder(address app,uint256 appmaxprice,address dataset,uint256 datasetmaxprice,"
          + "address workerpool,uint256 workerpoolmaxprice,address requester,uint256 volume,"
          + "bytes32 tag,uint256 category,uint256 trust,address beneficiary,address callback,"
          + "string params,bytes32 salt)";

  @Override
  public Bytes32 structHash() {
    return new StructHash(TYPE)
        .address(app)
        .amount(appMaxPrice)
        .address(dataset)
        .amount(datasetMaxPrice)
        .address(pool)
        .amount(poolMaxPrice)
        .address(requester)
        .number(volume)
        .word(tag.word())
        .number(category)
        .number(trust)
        .address(beneficiary)
        .address(callback)
        .text(params)
        .word(salt)
        .hash();
  }
}
