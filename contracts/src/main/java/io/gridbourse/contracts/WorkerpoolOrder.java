package io.gridbourse.contracts;

import io.gridbourse.contracts.abi.Hub;
import java.math.BigInteger;

/** A pool owner's offer to run tasks of one category with at most this trust. */
public record WorkerpoolOrder(
    String workerpool,
    BigInteger workerpoolprice,
    BigInteger volume,
    String tag,
    BigInteger category,
    BigInteger trust,
    String apprestrict,
    String datasetrestrict,
    String requesterrestrict,
    String salt,
    String sign) {

  public WorkerpoolOrder {
    workerpool = Hex.address(workerpool, "workerpool");
    workerpoolprice = Hex.amount(workerpoolprice, "workerpoolprice");
    volume = Hex.amount(volume, "volume");
    tag = Hex.word(tag, "tag");
    category = Hex.amount(category, "category");
    trust = Hex.amount(trust, "trust");
    apprestrict = Hex.address(apprestrict, "apprestrict");
    datasetrestrict = Hex.address(datasetrestrict, "datasetrestrict");
    requesterrestrict = Hex.address(requesterrestrict, "requesterrestrict");
    salt = Hex.word(salt, "salt");
    sign = Hex.bytes(sign, "sign");
  }

  /** The same order with this signature, or with {@code 0x} when it was signed on the ledger. */
  public WorkerpoolOrder signed(String signature) {
    return new WorkerpoolOrder(
        workerpool,
        workerpoolprice,
        volume,
        tag,
        category,
        trust,
        apprestrict,
        datasetrestrict,
        requesterrestrict,
        salt,
        signature);
  }

  static WorkerpoolOrder of(Hub.WorkerpoolOrder order) {
    return new WorkerpoolOrder(
        order.workerpool,
        order.workerpoolprice,
        order.volume,
        Hex.text(order.tag),
        order.category,
        order.trust,
        order.apprestrict,
        order.datasetrestrict,
        order.requesterrestrict,
        Hex.text(order.salt),
        Hex.text(order.sign));
  }

  Hub.WorkerpoolOrder toAbi() {
    return new Hub.WorkerpoolOrder(
        workerpool,
        workerpoolprice,
        volume,
        Hex.decode(tag),
        category,
        trust,
        apprestrict,
        datasetrestrict,
        requesterrestrict,
        Hex.decode(salt),
        Hex.decode(sign));
  }
}
