package io.gridbourse.contracts;

import io.gridbourse.contracts.abi.Hub;
import java.math.BigInteger;

/**
 * An app owner's offer: {@code volume} tasks at {@code appprice} nRLC each. {@code sign} is not
 * hashed.
 */
public record AppOrder(
    String app,
    BigInteger appprice,
    BigInteger volume,
    String tag,
    String datasetrestrict,
    String workerpoolrestrict,
    String requesterrestrict,
    String salt,
    String sign) {

  public AppOrder {
    app = Hex.address(app, "app");
    appprice = Hex.amount(appprice, "appprice");
    volume = Hex.amount(volume, "volume");
    tag = Hex.word(tag, "tag");
    datasetrestrict = Hex.address(datasetrestrict, "datasetrestrict");
    workerpoolrestrict = Hex.address(workerpoolrestrict, "workerpoolrestrict");
    requesterrestrict = Hex.address(requesterrestrict, "requesterrestrict");
    salt = Hex.word(salt, "salt");
    sign = Hex.bytes(sign, "sign");
  }

  /** The same order with this signature, or with {@code 0x} when it was signed on the ledger. */
  public AppOrder signed(String signature) {
    return new AppOrder(
        app,
        appprice,
        volume,
        tag,
        datasetrestrict,
        workerpoolrestrict,
        requesterrestrict,
        salt,
        signature);
  }

  static AppOrder of(Hub.AppOrder order) {
    return new AppOrder(
        order.app,
        order.appprice,
        order.volume,
        Hex.text(order.tag),
        order.datasetrestrict,
        order.workerpoolrestrict,
        order.requesterrestrict,
        Hex.text(order.salt),
        Hex.text(order.sign));
  }

  Hub.AppOrder toAbi() {
    return new Hub.AppOrder(
        app,
        appprice,
        volume,
        Hex.decode(tag),
        datasetrestrict,
        workerpoolrestrict,
        requesterrestrict,
        Hex.decode(salt),
        Hex.decode(sign));
  }
}
