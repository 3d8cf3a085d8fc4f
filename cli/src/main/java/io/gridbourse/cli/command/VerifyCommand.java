package io.gridbourse.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.ProofFile;
import io.gridbourse.cli.output.Column;
import io.gridbourse.contracts.Anchors;
import io.gridbourse.contracts.LedgerException;
import io.gridbourse.domain.proof.TaskProof;
import io.gridbourse.domain.proof.record.Entry;
import io.gridbourse.domain.value.Bytes32;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.http.HttpService;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a proof without believing the server that made it. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Check the proof of a task: against a root that you know, or against the ledger.",
      "No server is asked. Ends with 1 if anything is wrong."
    })
final class VerifyCommand implements Callable<Integer> {
  private static final int FILE_BYTES_MAX = 4 * ProofFile.CHARACTERS_MAX;
  private final Context context;

  @Parameters(paramLabel = "FILE", description = "The proof, as audit prove prints it.")
  Path file;

  @ArgGroup(multiplicity = "1")
  Trusted trusted;

  /** Where the root comes from that is believed. */
  static final class Trusted {
    @Option(
        names = "--root",
        paramLabel = "HASH",
        description = "The anchored root, as you know it: 0x and 64 hex digits.")
    String root;

    @Option(
        names = "--rpc",
        paramLabel = "URL",
        description = "A node of the chain; its contract of anchors is asked.")
    String rpc;
  }

  @Option(
      names = "--anchors",
      paramLabel = "ADDRESS",
      description = "With --rpc: the contract, if you do not take the one that the proof names.")
  String anchors;

  VerifyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    JsonNode node;
    TaskProof proof;
    try {
      node = ProofFile.parse(text());
      proof = ProofFile.read(node);
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(
              ExitCode.USAGE,
              file + " is no proof of a task: " + e.getMessage(),
              "make one with: gridbourse audit prove BAG/INDEX > " + file)
          .because(e);
    }
    List<String> faults = new ArrayList<>(proof.faults());
    if (trusted.rpc == null) {
      compareRoot(proof, faults);
    } else {
      askLedger(node, proof, faults);
    }
    if (!faults.isEmpty()) {
      faults.forEach(fault -> context.terminal().say("wrong: " + fault));
      return ExitCode.FAILED.number();
    }
    tell(proof);
    return ExitCode.DONE.number();
  }

  private String text() {
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new IllegalArgumentException("it has more than " + FILE_BYTES_MAX + " bytes");
      }
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new CommandFailed(ExitCode.USAGE, "cannot read " + file, "check that the file exists")
          .because(e);
    }
  }

  private void compareRoot(TaskProof proof, List<String> faults) {
    Bytes32 root;
    try {
      root = new Bytes32(trusted.root);
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(
              ExitCode.USAGE, "--root is no hash: " + e.getMessage(), "write 0x and 64 hex digits")
          .because(e);
    }
    if (!proof.root().equals(root)) {
      faults.add("the proof is for root " + proof.root() + ", not for " + root);
    }
  }

  private void askLedger(JsonNode node, TaskProof proof, List<String> faults) {
    String address = anchors == null ? node.path("anchors").asText() : anchors;
    Web3j web3j = Web3j.build(new HttpService(trusted.rpc));
    try {
      Anchors contract = new Anchors(web3j, address);
      String root = contract.rootOf(proof.size());
      if (!proof.root().hex().equals(root)) {
        faults.add("the ledger has root " + root + " for " + proof.size() + " entries");
      }
      List<String> peaks = proof.peaks().stream().map(Bytes32::hex).toList();
      for (TaskProof.Item item : proof.items()) {
        List<String> path = item.path().stream().map(Bytes32::hex).toList();
        if (!contract.includes(proof.size(), item.position(), item.entry(), path, peaks)) {
          faults.add("the contract does not accept entry " + item.position());
        }
      }
    } catch (UncheckedIOException | LedgerException | IllegalArgumentException e) {
      throw new CommandFailed(
              ExitCode.SERVER,
              "the contract "
                  + address
                  + " gives no answer at "
                  + trusted.rpc
                  + ": "
                  + e.getMessage(),
              "check --rpc and --anchors")
          .because(e);
    } finally {
      web3j.shutdown();
    }
  }

  private void tell(TaskProof proof) {
    PrintStream out = context.terminal().out();
    out.println(
        "the proof holds: task %d of deal %s, %d entries of the record of %d"
            .formatted(proof.index(), proof.deal(), proof.items().size(), proof.size()));
    for (TaskProof.Item item : proof.items()) {
      Entry entry = Entry.parse(item.entry());
      StringBuilder line = new StringBuilder();
      line.append("  ").append(item.position()).append(' ').append(entry.at()).append(' ');
      line.append(entry.kind());
      entry
          .described()
          .forEach((name, value) -> line.append(' ').append(name).append('=').append(value));
      item.opening().ifPresent(opening -> line.append(" digest=").append(opening.digest()));
      out.println(Column.printable(line.toString()));
    }
  }
}
