package io.gridbourse.cli.local;

import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.contracts.LedgerException;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.EthEstimateGas;
import org.web3j.protocol.core.methods.response.EthSendTransaction;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.protocol.exceptions.TransactionException;
import org.web3j.tx.RawTransactionManager;
import org.web3j.tx.response.PollingTransactionReceiptProcessor;

/** Sends transactions of one key, one after the other, and waits for each to be mined. */
final class Transactions {
  private static final long POLL_MILLIS = 50;
  private static final Duration MINED_WITHIN = Duration.ofSeconds(30);

  private final Web3j web3j;
  private final Credentials key;
  private final RawTransactionManager manager;
  private final PollingTransactionReceiptProcessor receipts;

  Transactions(Web3j web3j, Credentials key, long chainId) {
    this.web3j = web3j;
    this.key = key;
    int attempts = (int) (MINED_WITHIN.toMillis() / POLL_MILLIS);
    this.receipts = new PollingTransactionReceiptProcessor(web3j, POLL_MILLIS, attempts);
    this.manager = new RawTransactionManager(web3j, key, chainId, receipts);
  }

  /**
   * Sends {@code data} to {@code contract}, or without one to create it; what it is for is told if
   * it fails.
   */
  TransactionReceipt send(String purpose, String contract, String data) {
    try {
      EthEstimateGas gas =
          web3j
              .ethEstimateGas(
                  Transaction.createFunctionCallTransaction(
                      key.getAddress(), null, null, null, contract, data))
              .send();
      if (gas.hasError()) {
        throw refused(purpose, gas.getError().getMessage());
      }
      BigInteger price = web3j.ethGasPrice().send().getGasPrice().multiply(BigInteger.TWO);
      EthSendTransaction sent =
          manager.sendTransaction(
              price, gas.getAmountUsed().multiply(BigInteger.TWO), contract, data, BigInteger.ZERO);
      if (sent.hasError()) {
        throw refused(purpose, sent.getError().getMessage());
      }
      TransactionReceipt receipt = receipts.waitForTransactionReceipt(sent.getTransactionHash());
      if (!receipt.isStatusOK()) {
        throw refused(purpose, "transaction " + receipt.getTransactionHash() + " failed");
      }
      return receipt;
    } catch (IOException | TransactionException | LedgerException e) {
      throw refused(purpose, e.getMessage());
    }
  }

  private static CommandFailed refused(String purpose, String why) {
    return new CommandFailed(
        ExitCode.SERVER, "the ledger refused to " + purpose + ": " + why, "read the chain's log");
  }
}
