package io.gridbourse.domain.wire;

import io.gridbourse.domain.wire.TrustViews.BallotView;
import io.gridbourse.domain.wire.TrustViews.ToleranceView;
import io.gridbourse.domain.wire.Views.AcceptanceView;
import io.gridbourse.domain.wire.Views.VoteView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Certificates as documents: the whole provenance of a result, signed by the pool's owner. */
public final class CertificateViews {
  /** The form of these documents; another one would have another name. */
  public static final String FORMAT = "gridbourse-certificate/1";

  /** How they are signed: what wallets sign, over the canonical bytes of the statement. */
  public static final String SCHEME = "EIP-191 over RFC 8785";

  private CertificateViews() {}

  /** A statement with its signature. */
  public record SignedView(String format, StatementView certificate, SignatureView signature) {}

  /**
   * Who signed.
   *
   * @param scheme {@value #SCHEME}
   * @param signer account of the key
   * @param signature 65 bytes r ‖ s ‖ v as hex text
   */
  public record SignatureView(String scheme, String signer, String signature) {}

  /**
   * What is certified: of one task, or of all tasks of a bag.
   *
   * @param partitions as the ledger has them: all of the bag, or that of the task
   * @param task absent in the certificate of a bag
   * @param ballots of a bag's certificate: how many tasks were certified by which votes
   */
  public record StatementView(
      Instant issuedAt,
      LedgerFacts ledger,
      BagFacts bag,
      AppFacts app,
      List<InputFacts> inputs,
      DealFacts deal,
      RuleFacts rule,
      List<PartitionFacts> partitions,
      @Nullable TaskFacts task,
      List<BallotView> ballots) {}

  /** The chain, and the contract that holds the ledger. */
  public record LedgerFacts(long chainId, String hub) {}

  /**
   * The bag.
   *
   * @param command as submitted, with its placeholders
   */
  public record BagFacts(
      String id,
      String name,
      @Nullable String project,
      String requester,
      String state,
      List<String> command,
      long tasks,
      long certified,
      long failed,
      Instant submittedAt,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt) {}

  /**
   * The app.
   *
   * @param content {@code sha256:} and the hash of what ran; absent if it is registered here no
   *     more
   */
  public record AppFacts(
      String name,
      String address,
      @Nullable String owner,
      @Nullable String driver,
      @Nullable String content,
      @Nullable String entry,
      @Nullable String checker) {}

  /** A file that each task found at {@code path}; {@code content} is its hash. */
  public record InputFacts(String path, String content) {}

  /**
   * The deal.
   *
   * @param poolOwner whose key signs this
   * @param firstTask the ledger's index of the first task of the bag
   * @param pricePerTask in nRLC
   */
  public record DealFacts(
      String deal,
      String pool,
      String poolOwner,
      long firstTask,
      String category,
      String pricePerTask,
      Instant startedAt,
      String transaction,
      long block) {}

  /**
   * What the order asked of results.
   *
   * @param rungs of the ladder of verification of which all had to accept
   * @param comparator when two results counted as the same
   * @param tolerated the budget of wrong results of all tasks together, if the order has one
   */
  public record RuleFacts(
      long trust,
      double confidence,
      List<String> rungs,
      String comparator,
      @Nullable ToleranceView tolerated) {}

  /**
   * A partition as the ledger settled it.
   *
   * @param resultsRoot root of the Merkle tree of its results
   * @param transaction of the settlement, in {@code block}
   */
  public record PartitionFacts(
      int number,
      long first,
      long tasks,
      long certified,
      long failed,
      String resultsRoot,
      String transaction,
      long block) {}

  /**
   * A task.
   *
   * @param index in the bag; {@code ledgerIndex} is that of the request on the ledger
   * @param accepted weight of the votes for the answer, by the weight of all
   * @param proof from the hash of the result up to the root of its partition
   * @param acceptance how the ledger came to take it, if that was on one vote
   */
  public record TaskFacts(
      long index,
      long ledgerIndex,
      String id,
      List<String> command,
      ResultFacts result,
      String method,
      String accepted,
      double errorBound,
      List<String> derivation,
      List<VoteView> votes,
      List<String> proof,
      @Nullable AcceptanceView acceptance,
      @Nullable String doubt,
      @Nullable String hosts,
      @Nullable String drawKey) {}

  /**
   * The certified outcome.
   *
   * @param digest what was voted for; of a success the SHA-256 of its bytes
   * @param failure why the program failed, if that is what is certified
   * @param files the output files that it declares, with their hashes
   */
  public record ResultFacts(
      String digest, @Nullable String failure, @Nullable Long bytes, List<FileFacts> files) {}

  /** An output file. */
  public record FileFacts(String name, long bytes, String sha256) {}
}
