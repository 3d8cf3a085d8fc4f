package io.gridbourse.contracts;

import io.gridbourse.contracts.abi.Hub;
import java.math.BigInteger;

/** A dataset owner's offer. {@link #none()} stands for no dataset. */
public record DatasetOrder(
    String dataset,
    BigInteger datasetprice,
    BigInteger volume,
    String tag,
    String apprestrict,
    String workerpoolrestrict,
    String requesterrestrict,
    String salt,
    String sign) {

  public DatasetOrder {
    dataset = Hex.address(dataset, "dataset");
    datasetprice = Hex.amount(datasetprice, "datasetprice");
    volume = Hex.amount(volume, "volume");
    tag = Hex.word(tag, "tag");
    apprestrict = Hex.address(apprestrict, "apprestrict");
    workerpoolrestrict = Hex.address(workerpoolrestrict, "workerpoolrestrict");
    requesterrestrict = Hex.address(requesterrestrict, "requesterrestrict");
    salt = Hex.word(salt, "salt");
    sign = Hex.bytes(sign, "sign");
  }

  /** The same order with this signature, or with {@code 0x} when it was signed on the ledger. */
  public DatasetOrder signed(String signature) {
    return new DatasetOrder(
        dataset,
        datasetprice,
        volume,
        tag,
        apprestrict,
        workerpoolrestrict,
        requesterrestrict,
        salt,
        signature);
  }

  /** The empty order of a deal without a dataset; it needs no signature. */
  public static DatasetOrder none() {
    return new DatasetOrder(
        Hex.ADDRESS_ZERO,
        BigInteger.ZERO,
        BigInteger.ZERO,
        Hex.WORD_ZERO,
        Hex.ADDRESS_ZERO,
        Hex.ADDRESS_ZERO,
        Hex.ADDRESS_ZERO,
        Hex.WORD_ZERO,
        "0x");
  }

  static DatasetOrder of(Hub.DatasetOrder order) {
    return new DatasetOrder(
        order.dataset,
        order.datasetprice,
        order.volume,
        Hex.text(order.tag),
        order.apprestrict,
        order.workerpoolrestrict,
        order.requesterrestrict,
        Hex.text(order.salt),
        Hex.text(order.sign));
  }

  Hub.DatasetOrder toAbi() {
    return new Hub.DatasetOrder(
        dataset,
        datasetprice,
        volume,
        Hex.decode(tag),
        apprestrict,
        workerpoolrestrict,
        requesterrestrict,
        Hex.decode(salt),
        Hex.decode(sign));
  }
}
