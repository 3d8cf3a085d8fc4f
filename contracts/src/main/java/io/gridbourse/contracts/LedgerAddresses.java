package io.gridbourse.contracts;

/** Where a ledger is: the chain and the contracts on it. */
public record LedgerAddresses(
    String hub,
    String token,
    String appRegistry,
    String datasetRegistry,
    String workerpoolRegistry,
    long chainId) {

  public LedgerAddresses {
    hub = Hex.address(hub, "hub");
    token = Hex.address(token, "token");
    appRegistry = Hex.address(appRegistry, "appRegistry");
    datasetRegistry = Hex.address(datasetRegistry, "datasetRegistry");
    workerpoolRegistry = Hex.address(workerpoolRegistry, "workerpoolRegistry");
    if (chainId <= 0) {
      throw new IllegalArgumentException("chainId must be above 0, not " + chainId);
    }
  }

  /** The domain in which orders and commitments for this ledger are signed. */
  public SigningDomain signingDomain() {
    return new SigningDomain(chainId, hub);
  }
}
