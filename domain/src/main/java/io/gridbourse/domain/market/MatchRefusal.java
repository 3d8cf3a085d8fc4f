package io.gridbourse.domain.market;

import java.util.Optional;

/** Why the ledger does not match four orders, with its code. */
public enum MatchRefusal {
  CATEGORY_DIFFERS(0x00, "the pool order is of another category"),
  CATEGORY_UNKNOWN(0x01, "the ledger has no such category"),
  TRUST_TOO_HIGH(0x02, "the pool certifies to less trust than asked"),
  APP_TOO_DEAR(0x03, "the app costs more than the request's limit"),
  DATASET_TOO_DEAR(0x04, "the dataset costs more than the request's limit"),
  POOL_TOO_DEAR(0x05, "the pool costs more than the request's limit"),
  TAG_NOT_OFFERED(0x06, "the pool lacks a property that an order demands"),
  APP_WITHOUT_ENCLAVE(0x07, "an enclave is demanded of an app that is not made for one"),
  OTHER_APP(0x10, "the request names another app"),
  OTHER_DATASET(0x11, "the request names another dataset"),
  REQUEST_RESTRICTS_POOL(0x12, "the request is restricted to another pool"),
  APP_RESTRICTS_DATASET(0x13, "the app order is restricted to another dataset"),
  APP_RESTRICTS_POOL(0x14, "the app order is restricted to another pool"),
  APP_RESTRICTS_REQUESTER(0x15, "the app order is restricted to another requester"),
  DATASET_RESTRICTS_APP(0x16, "the dataset order is restricted to another app"),
  DATASET_RESTRICTS_POOL(0x17, "the dataset order is restricted to another pool"),
  DATASET_RESTRICTS_REQUESTER(0x18, "the dataset order is restricted to another requester"),
  POOL_RESTRICTS_APP(0x19, "the pool order is restricted to another app"),
  POOL_RESTRICTS_DATASET(0x1a, "the pool order is restricted to another dataset"),
  POOL_RESTRICTS_REQUESTER(0x1b, "the pool order is restricted to another requester"),
  APP_NOT_REGISTERED(0x20, "the app is not registered"),
  APP_NOT_SIGNED(0x21, "the app order is not signed by the app's owner"),
  DATASET_NOT_REGISTERED(0x30, "the dataset is not registered"),
  DATASET_NOT_SIGNED(0x31, "the dataset order is not signed by the dataset's owner"),
  POOL_NOT_REGISTERED(0x40, "the pool is not registered"),
  POOL_NOT_SIGNED(0x41, "the pool order is not signed by the pool's owner"),
  REQUEST_NOT_SIGNED(0x50, "the request order is not signed by the requester"),
  NO_VOLUME_LEFT(0x60, "one of the orders is used up");

  private final int code;
  private final String sentence;

  MatchRefusal(int code, String sentence) {
    this.code = code;
    this.sentence = sentence;
  }

  /** The ledger's code. */
  public int code() {
    return code;
  }

  /** The reason in words. */
  public String sentence() {
    return sentence;
  }

  /** The refusal with a ledger's code. */
  public static Optional<MatchRefusal> withCode(int code) {
    for (MatchRefusal refusal : values()) {
      if (refusal.code == code) {
        return Optional.of(refusal);
      }
    }
    return Optional.empty();
  }
}
