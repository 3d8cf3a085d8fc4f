package io.gridbourse.contracts;

import io.gridbourse.contracts.abi.Hub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.FunctionReturnDecoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.Bool;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.EthCall;

/**
 * What the ledger says at a block. Every view throws {@link UncheckedIOException} when the node
 * does not answer and {@link LedgerException} when the contract refuses.
 */
public final class EthCalls {
  private static final DefaultBlockParameter LATEST = DefaultBlockParameterName.LATEST;

  private final Web3j web3j;
  private final LedgerAddresses ledger;

  public EthCalls(Web3j web3j, LedgerAddresses ledger) {
    this.web3j = web3j;
    this.ledger = ledger;
  }

  /** Free and locked nRLC; pledges count as locked. */
  public record Account(BigInteger free, BigInteger locked) {}

  /**
   * What a worker put up, what of it is leaving, and when that is free (seconds since 1970, 0 if
   * nothing leaves).
   */
  public record Pledge(BigInteger pledged, BigInteger leaving, long availableAt) {
    /** All that wrong answers can cost. */
    public BigInteger seizable() {
      return pledged.add(leaving);
    }
  }

  /** What became of a partition. */
  public record Partition(
      boolean settled, String resultsRoot, long certifiedTasks, long failedTasks) {}

  /** A category of tasks; {@code workClockSeconds} is T. */
  public record Category(String name, String description, long workClockSeconds) {}

  /** A registered app; {@code multiaddr} says where its bundle is. */
  public record App(String owner, String name, String type, String multiaddr, String checksum) {}

  /** A registered dataset; {@code multiaddr} says where its file is. */
  public record Dataset(String owner, String name, String multiaddr, String checksum) {}

  public Account viewAccount(String account, DefaultBlockParameter at) {
    Hub.Account found =
        (Hub.Account)
            hub("viewAccount", at, List.of(new TypeReference<Hub.Account>() {}), address(account))
                .get(0);
    return new Account(found.stake, found.locked);
  }

  public Pledge viewPledge(String worker, DefaultBlockParameter at) {
    List<Type<?>> values = hub("viewPledge", at, List.of(uint(), uint(), uint()), address(worker));
    return new Pledge(number(values, 0), number(values, 1), number(values, 2).longValueExact());
  }

  public BigInteger viewScore(String worker, DefaultBlockParameter at) {
    return number(hub("viewScore", at, List.of(uint()), address(worker)), 0);
  }

  /**
   * The score that gives the worker's weight in a deal that started at {@code timestamp}, in
   * seconds since 1970.
   */
  public BigInteger viewScoreAt(String worker, long timestamp, DefaultBlockParameter at) {
    return number(
        hub(
            "viewScoreAt",
            at,
            List.of(uint()),
            address(worker),
            new Uint256(BigInteger.valueOf(timestamp))),
        0);
  }

  /** A deal; its {@code startTime} is 0 when there is none. */
  public DealView viewDeal(String dealId, DefaultBlockParameter at) {
    Hub.Deal found =
        (Hub.Deal)
            hub("viewDeal", at, List.of(new TypeReference<Hub.Deal>() {}), word(dealId)).get(0);
    return DealView.of(found);
  }

  public Partition viewPartition(String dealId, long partition, DefaultBlockParameter at) {
    List<Type<?>> values =
        hub(
            "viewPartition",
            at,
            List.of(new TypeReference<Bool>() {}, bytes32(), uint(), uint()),
            word(dealId),
            new Uint256(BigInteger.valueOf(partition)));
    return new Partition(
        ((Bool) values.get(0)).getValue(),
        Hex.text(((Bytes32) values.get(1)).getValue()),
        number(values, 2).longValueExact(),
        number(values, 3).longValueExact());
  }

  /** The tasks per partition that the first settlement fixed, or 0. */
  public long viewPartitionSize(String dealId, DefaultBlockParameter at) {
    return number(hub("viewPartitionSize", at, List.of(uint()), word(dealId)), 0).longValueExact();
  }

  /** A task that was opened on its own; UNSET otherwise. */
  public TaskView viewTask(String taskId, DefaultBlockParameter at) {
    Hub.Task found =
        (Hub.Task)
            hub("viewTask", at, List.of(new TypeReference<Hub.Task>() {}), word(taskId)).get(0);
    return TaskView.of(found);
  }

  /** A worker's answer to a single task; UNSET if there is none. */
  public TaskView.Contribution viewContribution(
      String taskId, String worker, DefaultBlockParameter at) {
    Hub.Contribution found =
        (Hub.Contribution)
            hub(
                    "viewContribution",
                    at,
                    List.of(new TypeReference<Hub.Contribution>() {}),
                    word(taskId),
                    address(worker))
                .get(0);
    return TaskView.Contribution.of(found);
  }

  /**
   * What the receiver of a task's result is called back with, in hexadecimal.
   *
   * @throws LedgerException TaskPending before there is a result
   */
  public String resultFor(String taskId, DefaultBlockParameter at) {
    List<Type<?>> values =
        hub("resultFor", at, List.of(new TypeReference<DynamicBytes>() {}), word(taskId));
    return Hex.text(((DynamicBytes) values.get(0)).getValue());
  }

  /** All who answered a single task, in that order. */
  @SuppressWarnings("unchecked") // The array's elements have the type that was asked for.
  public List<String> viewContributors(String taskId, DefaultBlockParameter at) {
    List<Type<?>> values =
        hub(
            "viewContributors",
            at,
            List.of(new TypeReference<DynamicArray<Address>>() {}),
            word(taskId));
    return ((DynamicArray<Address>) values.get(0))
        .getValue().stream().map(Address::getValue).toList();
  }

  public BigInteger viewConsumed(String orderHash, DefaultBlockParameter at) {
    return number(hub("viewConsumed", at, List.of(uint()), word(orderHash)), 0);
  }

  public Category viewCategory(long category, DefaultBlockParameter at) {
    Hub.Category found =
        (Hub.Category)
            hub(
                    "viewCategory",
                    at,
                    List.of(new TypeReference<Hub.Category>() {}),
                    new Uint256(BigInteger.valueOf(category)))
                .get(0);
    return new Category(found.name, found.description, found.workClockTimeRef.longValueExact());
  }

  /** Whether a task was certified with this digest, by its Merkle proof. */
  public boolean verifyResult(
      String dealId, long partition, BigInteger idx, String digest, List<String> proof) {
    DynamicArray<Bytes32> siblings =
        new DynamicArray<>(Bytes32.class, proof.stream().map(EthCalls::word).toList());
    List<Type<?>> values =
        hub(
            "verifyResult",
            LATEST,
            List.of(new TypeReference<Bool>() {}),
            word(dealId),
            new Uint256(BigInteger.valueOf(partition)),
            new Uint256(idx),
            word(digest),
            siblings);
    return ((Bool) values.get(0)).getValue();
  }

  /** Whether {@code signer} signed {@code digest}, contracts by ERC-1271. */
  public boolean verifySignature(String signer, String digest, String signature) {
    List<Type<?>> values =
        hub(
            "verifySignature",
            LATEST,
            List.of(new TypeReference<Bool>() {}),
            address(signer),
            word(digest),
            new DynamicBytes(Hex.decode(signature)));
    return ((Bool) values.get(0)).getValue();
  }

  /** Whether {@code signer} signed {@code digest}, here or in advance on the ledger. */
  public boolean verifyPresignatureOrSignature(String signer, String digest, String signature) {
    List<Type<?>> values =
        hub(
            "verifyPresignatureOrSignature",
            LATEST,
            List.of(new TypeReference<Bool>() {}),
            address(signer),
            word(digest),
            new DynamicBytes(Hex.decode(signature)));
    return ((Bool) values.get(0)).getValue();
  }

  /** Whether an ERC-734 contract says that the account has a key's purpose. */
  public boolean keyHasPurpose(String group, String account, long purpose) {
    List<Type<?>> values =
        call(
            group,
            "keyHasPurpose",
            LATEST,
            List.of(new TypeReference<Bool>() {}),
            word(Hex.WORD_ZERO.substring(0, 26) + Hex.address(account, "account").substring(2)),
            new Uint256(BigInteger.valueOf(purpose)));
    return ((Bool) values.get(0)).getValue();
  }

  /** The free tokens of an account, outside of the hub. */
  public BigInteger tokenBalance(String account, DefaultBlockParameter at) {
    return number(call(ledger.token(), "balanceOf", at, List.of(uint()), address(account)), 0);
  }

  /** The address that a pool of this owner and description has or would have. */
  public String predictWorkerpool(String owner, String description) {
    return text(
        call(
            ledger.workerpoolRegistry(),
            "predictWorkerpool",
            LATEST,
            List.of(new TypeReference<Address>() {}),
            address(owner),
            new Utf8String(description)));
  }

  /**
   * The address that an app has or would have; the arguments are those of {@link
   * HubCalls#createApp}.
   */
  public String predictApp(String owner, String name, String multiaddr, String checksum) {
    return text(
        call(
            ledger.appRegistry(),
            "predictApp",
            LATEST,
            List.of(new TypeReference<Address>() {}),
            address(owner),
            new Utf8String(name),
            new Utf8String("DOCKER"),
            new DynamicBytes(multiaddr.getBytes(StandardCharsets.UTF_8)),
            word(checksum),
            new DynamicBytes(new byte[0])));
  }

  /**
   * The address that a dataset has or would have; the arguments are those of {@link
   * HubCalls#createDataset}.
   */
  public String predictDataset(String owner, String name, String multiaddr, String checksum) {
    return text(
        call(
            ledger.datasetRegistry(),
            "predictDataset",
            LATEST,
            List.of(new TypeReference<Address>() {}),
            address(owner),
            new Utf8String(name),
            new DynamicBytes(multiaddr.getBytes(StandardCharsets.UTF_8)),
            word(checksum)));
  }

  /** Whether a registry, one of {@link LedgerAddresses}, knows this entry. */
  public boolean isRegistered(String registry, String entry) {
    List<Type<?>> values =
        call(
            registry,
            "isRegistered",
            LATEST,
            List.of(new TypeReference<Bool>() {}),
            address(entry));
    return ((Bool) values.get(0)).getValue();
  }

  /** Who owns an entry: an app, a dataset or a pool. */
  public String ownerOf(String entry, DefaultBlockParameter at) {
    return text(call(entry, "owner", at, List.of(new TypeReference<Address>() {})));
  }

  /** What a registered app says of itself. */
  public App viewApp(String app, DefaultBlockParameter at) {
    return new App(
        ownerOf(app, at),
        textOf(app, "m_appName", at),
        textOf(app, "m_appType", at),
        bytesAsText(app, "m_appMultiaddr", at),
        wordOf(app, "m_appChecksum", at));
  }

  /** What a registered dataset says of itself. */
  public Dataset viewDataset(String dataset, DefaultBlockParameter at) {
    return new Dataset(
        ownerOf(dataset, at),
        textOf(dataset, "m_datasetName", at),
        bytesAsText(dataset, "m_datasetMultiaddr", at),
        wordOf(dataset, "m_datasetChecksum", at));
  }

  /** What a registered pool says of itself. */
  public String viewPoolDescription(String pool, DefaultBlockParameter at) {
    return textOf(pool, "m_workerpoolDescription", at);
  }

  /** How long a pledge stays bound after it was asked back. */
  public Duration unpledgeDelay(DefaultBlockParameter at) {
    return Duration.ofSeconds(
        number(hub("unpledgeDelay", at, List.of(uint())), 0).longValueExact());
  }

  /** The contracts that the hub itself names. */
  public LedgerAddresses viewAddresses() {
    return new LedgerAddresses(
        ledger.hub(),
        hubAddress("token"),
        hubAddress("appregistry"),
        hubAddress("datasetregistry"),
        hubAddress("workerpoolregistry"),
        ledger.chainId());
  }

  private String bytesAsText(String entry, String getter, DefaultBlockParameter at) {
    List<Type<?>> values = call(entry, getter, at, List.of(new TypeReference<DynamicBytes>() {}));
    return new String(((DynamicBytes) values.get(0)).getValue(), StandardCharsets.UTF_8);
  }

  private String wordOf(String entry, String getter, DefaultBlockParameter at) {
    return Hex.text(((Bytes32) call(entry, getter, at, List.of(bytes32())).get(0)).getValue());
  }

  private String textOf(String entry, String getter, DefaultBlockParameter at) {
    List<Type<?>> values = call(entry, getter, at, List.of(new TypeReference<Utf8String>() {}));
    return ((Utf8String) values.get(0)).getValue();
  }

  private String hubAddress(String function) {
    return text(hub(function, LATEST, List.of(new TypeReference<Address>() {})));
  }

  private List<Type<?>> hub(
      String function,
      DefaultBlockParameter at,
      List<TypeReference<?>> results,
      Type<?>... arguments) {
    return call(ledger.hub(), function, at, results, arguments);
  }

  @SuppressWarnings("unchecked") // web3j declares raw lists.
  private List<Type<?>> call(
      String contract,
      String name,
      DefaultBlockParameter at,
      List<TypeReference<?>> results,
      Type<?>... arguments) {
    Function function = new Function(name, List.of(arguments), results);
    Transaction transaction =
        Transaction.createEthCallTransaction(
            Hex.ADDRESS_ZERO, contract, FunctionEncoder.encode(function));
    EthCall answer;
    try {
      answer = web3j.ethCall(transaction, at).send();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
    if (answer.hasError()) {
      throw new LedgerException(name + ": " + explain(answer.getError()));
    }
    List<?> values =
        FunctionReturnDecoder.decode(answer.getValue(), function.getOutputParameters());
    if (values.size() != results.size()) {
      throw new LedgerException(
          "%s of %s answered nothing: is the address right, and the block still known?"
              .formatted(name, contract));
    }
    return (List<Type<?>>) values;
  }

  private static String explain(Response.Error error) {
    return LedgerErrors.explain(error.getData()).orElse(error.getMessage());
  }

  private static BigInteger number(List<Type<?>> values, int place) {
    return ((Uint256) values.get(place)).getValue();
  }

  private static String text(List<Type<?>> values) {
    return ((Address) values.get(0)).getValue();
  }

  private static TypeReference<Uint256> uint() {
    return new TypeReference<>() {};
  }

  private static TypeReference<Bytes32> bytes32() {
    return new TypeReference<>() {};
  }

  private static Address address(String text) {
    return new Address(Hex.address(text, "address"));
  }

  private static Bytes32 word(String text) {
    return new Bytes32(Hex.decode(Hex.word(text, "value")));
  }
}
