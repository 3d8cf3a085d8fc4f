package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.CertificateFile;
import io.gridbourse.cli.output.Column;
import io.gridbourse.contracts.EthCalls;
import io.gridbourse.contracts.LedgerAddresses;
import io.gridbourse.contracts.LedgerException;
import io.gridbourse.contracts.TaskView;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.domain.value.Address;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.http.HttpService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a certificate without believing the server that made it. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Check a certificate, JSON or PDF: its signature, and that a task's result is in the root.",
      "No server is asked. Ends with 1 if anything is wrong. Without --signer or --rpc it only says"
          + " who signed, and you have to know whether that is the pool's owner."
    })
final class VerifyCertificateCommand implements Callable<Integer> {
  private static final int FILE_BYTES_MAX = 1 << 30;
  private final Context context;

  @Parameters(paramLabel = "FILE", description = "The certificate, as certificate get writes it.")
  Path file;

  @Option(
      names = "--signer",
      paramLabel = "ADDRESS",
      description = "The account of the pool's owner, as you know it.")
  String signer;

  @Option(
      names = "--rpc",
      paramLabel = "URL",
      description = "A node of the chain: who owns the pool, and which root was settled.")
  String rpc;

  @Option(
      names = "--hub",
      paramLabel = "ADDRESS",
      description = "With --rpc: the ledger's contract, if you do not take the one named in it.")
  String hub;

  @Option(
      names = "--result",
      paramLabel = "FILE",
      description = "A result, as results writes it: is it the certified one?")
  Path result;

  VerifyCertificateCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<String> faults = new ArrayList<>();
    CertificateFile certificate;
    try {
      certificate = CertificateFile.read(bytes(file, CertificateFile.BYTES_MAX));
      faults.addAll(certificate.faults());
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(
              ExitCode.USAGE,
              file + " is no certificate: " + e.getMessage(),
              "make one with: gridbourse certificate get BAG/INDEX -o " + file)
          .because(e);
    }
    if (signer != null && !account().equals(certificate.signer())) {
      faults.add("it is signed by " + certificate.signer() + ", not by " + account());
    }
    if (result != null) {
      certificate.compare(bytes(result, FILE_BYTES_MAX)).ifPresent(faults::add);
    }
    if (rpc != null) {
      askLedger(certificate, faults);
    }
    if (!faults.isEmpty()) {
      faults.forEach(fault -> context.terminal().say("wrong: " + Column.printable(fault)));
      return ExitCode.FAILED.number();
    }
    tell(certificate);
    return ExitCode.DONE.number();
  }

  private Address account() {
    try {
      return new Address(signer);
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(
              ExitCode.USAGE,
              "--signer is no account: " + e.getMessage(),
              "write 0x and 40 hex digits")
          .because(e);
    }
  }

  private static byte[] bytes(Path file, int bytesMax) {
    try {
      if (Files.size(file) > bytesMax) {
        throw new CommandFailed(
            ExitCode.USAGE,
            file + " is too long",
            "at most " + bytesMax + " bytes are read; check that it is the right file");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandFailed(ExitCode.USAGE, "cannot read " + file, "check that the file exists")
          .because(e);
    }
  }

  private void askLedger(CertificateFile certificate, List<String> faults) {
    JsonNode statement = certificate.statement();
    String contract = hub == null ? statement.at("/ledger/hub").asText() : hub;
    Web3j web3j = Web3j.build(new HttpService(rpc));
    try {
      long chain = web3j.ethChainId().send().getChainId().longValueExact();
      if (chain != statement.at("/ledger/chainId").asLong()) {
        faults.add("the node is of chain " + chain + ", not of the one that is named");
        return;
      }
      compare(certificate, ledger(web3j, contract, chain), faults);
    } catch (IOException
        | UncheckedIOException
        | LedgerException
        | ArithmeticException
        | IllegalArgumentException e) {
      throw new CommandFailed(
              ExitCode.SERVER,
              "the ledger " + contract + " gives no answer at " + rpc + ": " + e.getMessage(),
              "check --rpc and --hub")
          .because(e);
    } finally {
      web3j.shutdown();
    }
  }

  /** A ledger of which only the hub is known: it names its other contracts itself. */
  private static EthCalls ledger(Web3j web3j, String hub, long chain) {
    LedgerAddresses known = new LedgerAddresses(hub, hub, hub, hub, hub, chain);
    return new EthCalls(web3j, new EthCalls(web3j, known).viewAddresses());
  }

  private static void compare(CertificateFile certificate, EthCalls ledger, List<String> faults) {
    JsonNode statement = certificate.statement();
    String owner =
        ledger.ownerOf(statement.at("/deal/pool").asText(), DefaultBlockParameterName.LATEST);
    if (!new Address(owner).equals(certificate.signer())) {
      faults.add("the ledger says that the pool belongs to " + owner);
    }
    for (JsonNode partition : statement.path("partitions")) {
      if (!isSettled(statement.path("deal"), partition, ledger)) {
        faults.add(
            "the ledger has not settled partition "
                + partition.path("number").asLong()
                + " with this root");
      }
    }
  }

  /** A small bag is settled task by task: each is a partition with a tree of one leaf. */
  private static boolean isSettled(JsonNode deal, JsonNode partition, EthCalls ledger) {
    DealId id = new DealId(deal.path("deal").asText());
    String root = partition.path("resultsRoot").asText();
    var settled =
        ledger.viewPartition(
            id.hex(), partition.path("number").asLong(), DefaultBlockParameterName.LATEST);
    if (settled.settled() || partition.path("tasks").asLong() != 1) {
      return settled.settled() && settled.resultsRoot().equals(root);
    }
    long index = deal.path("firstTask").asLong() + partition.path("first").asLong();
    TaskView task = ledger.viewTask(TaskId.of(id, index).hex(), DefaultBlockParameterName.LATEST);
    return partition.path("certified").asLong() == 1
        ? task.status() == TaskView.Status.COMPLETED && task.consensusValue().equals(root)
        : task.status() == TaskView.Status.FAILED;
  }

  private void tell(CertificateFile certificate) {
    JsonNode statement = certificate.statement();
    PrintStream out = context.terminal().out();
    out.println("the certificate holds: " + CertificateCommand.subject(statement));
    line("signed by", certificate.signer() + trusted());
    line("issued", Column.text(statement.path("issuedAt")));
    line(
        "app",
        Column.text(statement.at("/app/name")) + " " + Column.text(statement.at("/app/content")));
    line("requester", Column.text(statement.at("/bag/requester")));
    JsonNode task = statement.path("task");
    if (task.isObject()) {
      line("result", Column.text(task.at("/result/digest")));
      line(
          "believed by",
          "%s, %s of the weight, wrong with at most %s"
              .formatted(
                  Column.text(task.path("method")),
                  Column.text(task.path("accepted")),
                  Column.text(task.path("errorBound"))));
    } else {
      line(
          "tasks",
          "%s certified, %s failed"
              .formatted(
                  Column.text(statement.at("/bag/certified")),
                  Column.text(statement.at("/bag/failed"))));
    }
    JsonNode partition = statement.path("partitions").path(0);
    line(
        "settled in",
        "block %s, transaction %s"
            .formatted(
                Column.text(partition.path("block")), Column.text(partition.path("transaction"))));
    if (result != null) {
      line("result file", result + " is the certified one");
    }
  }

  private String trusted() {
    if (rpc != null) {
      return ", owner of the pool as the ledger says";
    }
    return signer != null
        ? ", as you expect"
        : " (compared with nothing: say --signer ADDRESS or --rpc URL)";
  }

  private void line(String name, String value) {
    context.terminal().out().println(Column.printable("  %-12s %s".formatted(name, value)));
  }
}
