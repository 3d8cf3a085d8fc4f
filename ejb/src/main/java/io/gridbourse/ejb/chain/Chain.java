package io.gridbourse.ejb.chain;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The chain as the server uses it. Every method asks the endpoint and throws {@link
 * ChainUnavailable} when it does not answer in time, or answers nonsense.
 */
public interface Chain {
  /** The id that the endpoint serves. */
  long chainId();

  /** The newest block. */
  Block head();

  /** The newest block that the chain calls finalized. */
  Block finalized();

  /** The block of a number on the chain's present branch. */
  Optional<Block> block(long number);

  /**
   * Hash of the block of a number as enough endpoints say: two, if there are three or more. For
   * what decides about money, at blocks that should be final; empty if they have no such block.
   */
  Optional<Bytes32> agreedHash(long number);

  /**
   * Events of one block by its hash, in order, of the given contracts only. That none is missing is
   * checked by the filter in the block's header.
   */
  List<LogEntry> logs(Block block, Set<Address> contracts);

  /** Transactions of an account in blocks: its next nonce. */
  long nonce(Address account);

  /** The next nonce of an account after a block. */
  long nonce(Address account, long block);

  /** What a transaction would do now; nothing is sent. */
  Simulation simulate(Address from, Address to, String calldata);

  /** What inclusion costs now. */
  Fees fees();

  /** Hands signed bytes to the chain. */
  Sent send(String raw);

  /** Where a transaction was included. */
  Optional<Receipt> receipt(Bytes32 transaction);

  /** As {@link #receipt}, as enough endpoints say: two, if there are three or more. */
  Optional<Receipt> agreedReceipt(Bytes32 transaction);

  /** Whether the endpoint has a transaction, included or waiting. */
  boolean knows(Bytes32 transaction);

  /** Whether there is a contract at an address. */
  boolean hasCode(Address address);

  /**
   * A block.
   *
   * @param bloom filter of the contracts and topics of its events, 256 bytes as hex text
   */
  record Block(long number, Bytes32 hash, Bytes32 parent, Instant at, String bloom) {
    /** False only if the block has no event of a contract for sure. */
    public boolean mayHaveEventsOf(Address contract) {
      return LogsBloom.mayContain(bloom, contract);
    }
  }

  /** An event as it is in a block. */
  record LogEntry(
      Bytes32 transaction, int index, Address contract, List<String> topics, String data) {
    public LogEntry {
      topics = List.copyOf(topics);
    }
  }

  /** Outcome of a simulation. */
  sealed interface Simulation {
    /** It would pass with this much gas. */
    record Passed(BigInteger gas) implements Simulation {}

    /**
     * The contract would refuse.
     *
     * @param reason in words
     * @param code name of the contract's error, or empty if it has none
     */
    record Reverted(String code, String reason) implements Simulation {}
  }

  /** Fees per gas, in wei. */
  record Fees(BigInteger base, BigInteger tip) {}

  /** Inclusion of a transaction; it still can have failed there. */
  record Receipt(Bytes32 block, long blockNumber, boolean succeeded) {}

  /** Answer to a broadcast. */
  record Sent(Outcome outcome, String message) {
    /** What the endpoint made of it. */
    public enum Outcome {
      /** It has the transaction, now or from before. */
      ACCEPTED,
      /** The nonce is used up. */
      NONCE_TOO_LOW,
      /** A transaction with the same nonce pays as much or more. */
      UNDERPRICED,
      /** It does not want it; the message says why. */
      REFUSED
    }
  }
}
