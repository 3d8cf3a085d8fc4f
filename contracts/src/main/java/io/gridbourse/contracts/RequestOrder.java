package io.gridbourse.contracts;

import io.gridbourse.contracts.abi.Hub;
import java.math.BigInteger;

/**
 * A requester's demand for a bag of {@code volume} tasks, with the most it pays per task for each
 * part.
 */
public record RequestOrder(
    String app,
    BigInteger appmaxprice,
    String dataset,
    BigInteger datasetmaxprice,
    String workerpool,
    BigInteger workerpoolmaxprice,
    String requester,
    BigInteger volume,
    String tag,
    BigInteger category,
    BigInteger trust,
    String beneficiary,
    String callback,
    String params,
    String salt,
    String sign) {

  public RequestOrder {
    app = Hex.address(app, "app");
    appmaxprice = Hex.amount(appmaxprice, "appmaxprice");
    dataset = Hex.address(dataset, "dataset");
    datasetmaxprice = Hex.amount(datasetmaxprice, "datasetmaxprice");
    workerpool = Hex.address(workerpool, "workerpool");
    workerpoolmaxprice = Hex.amount(workerpoolmaxprice, "workerpoolmaxprice");
    requester = Hex.address(requester, "requester");
    volume = Hex.amount(volume, "volume");
    tag = Hex.word(tag, "tag");
    category = Hex.amount(category, "category");
    trust = Hex.amount(trust, "trust");
    beneficiary = Hex.address(beneficiary, "beneficiary");
    callback = Hex.address(callback, "callback");
    salt = Hex.word(salt, "salt");
    sign = Hex.bytes(sign, "sign");
  }

  /** The same order with this signature, or with {@code 0x} when it was signed on the ledger. */
  public RequestOrder signed(String signature) {
    return new RequestOrder(
        app,
        appmaxprice,
        dataset,
        datasetmaxprice,
        workerpool,
        workerpoolmaxprice,
        requester,
        volume,
        tag,
        category,
        trust,
        beneficiary,
        callback,
        params,
        salt,
        signature);
  }

  static RequestOrder of(Hub.RequestOrder order) {
    return new RequestOrder(
        order.app,
        order.appmaxprice,
        order.dataset,
        order.datasetmaxprice,
        order.workerpool,
        order.workerpoolmaxprice,
        order.requester,
        order.volume,
        Hex.text(order.tag),
        order.category,
        order.trust,
        order.beneficiary,
        order.callback,
        order.params,
        Hex.text(order.salt),
        Hex.text(order.sign));
  }

  Hub.RequestOrder toAbi() {
    return new Hub.RequestOrder(
        app,
        appmaxprice,
        dataset,
        datasetmaxprice,
        workerpool,
        workerpoolmaxprice,
        requester,
        volume,
        Hex.decode(tag),
        category,
        trust,
        beneficiary,
        callback,
        params,
        Hex.decode(salt),
        Hex.decode(sign));
  }
}
