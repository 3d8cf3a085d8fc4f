package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gridbourse.cli.client.ProofFile;
import io.gridbourse.cli.local.LocalWorker;
import io.gridbourse.domain.proof.TaskProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What happened to a task is recorded, anchored, proven, and cannot be changed unseen. */
@ExtendWith(GridExtension.class)
class SideRecordIT {
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final String RECORD = "/api/v1/record";

  @TempDir Path folder;

  @AfterEach
  void liarsLeave(Grid grid) {
    grid.installation().workers().stream().skip(Grid.WORKERS).forEach(LocalWorker::close);
  }

  @Test
  void aTaskIsTracedAndProvenToTheLedger(Grid grid) throws IOException {
    grid.start("liar", "--lie", "0.5");
    Bag bag = grid.submit(Spec.of("noop", 256)).awaitCompletion();
    awaitEntries(grid, bag, "SETTLED");
    long covered = anchored(grid);
    String task = bag.id() + "/17";
    JsonNode history = grid.rest("requester").get(path(bag, 17) + "/history");
    List<String> kinds = new ArrayList<>();
    history.path("lines").forEach(line -> kinds.add(line.path("kind").asText()));
    assertThat(kinds)
        .contains("SUBMITTED", "MATCHED", "LEASED", "COMMITTED", "REVEALED", "DECIDED", "SETTLED");
    assertThat(history.path("lines"))
        .filteredOn(line -> line.path("where").asText().equals("ledger"))
        .allSatisfy(line -> assertThat(line.path("transaction").asText()).startsWith("0x"));

    Shell.Ended printed = grid.shell("requester").run("audit", "prove", task);
    assertThat(printed.code()).isZero();
    Path file = Files.writeString(folder.resolve("proof.json"), printed.out());
    TaskProof proof = ProofFile.read(printed.out());
    assertThat(proof.size()).isGreaterThanOrEqualTo(covered);
    assertThat(proof.faults()).isEmpty();
    assertThat(proof.items()).filteredOn(item -> item.opening().isPresent()).hasSizeGreaterThan(1);
    String rpc = grid.installation().chain().rpc().toString();
    Shell.Ended online =
        grid.shell("requester").run("audit", "verify", file.toString(), "--rpc", rpc);
    assertThat(online.out()).contains("the proof holds");
    assertThat(online.code()).isZero();
    Path forged =
        Files.writeString(
            folder.resolve("forged.json"),
            printed.out().replace(proof.root().hex(), "0x" + "0".repeat(64)));
    Shell.Ended refused =
        grid.shell("requester").run("audit", "verify", forged.toString(), "--rpc", rpc);
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("wrong: the ledger has root");
  }

  @Test
  void certificatesHoldOnPaperAndWithoutTheServer(Grid grid) throws IOException {
    Bag bag = grid.submit(Spec.search(20, 500).confidence(0.5));
    Shell shell = grid.shell("requester");
    Shell.Ended early = shell.run("certificate", "get", bag.id());
    assertThat(early.code()).as(early.all()).isEqualTo(6);
    assertThat(early.err()).contains("There is no certificate yet").contains("remedy:");
    bag.awaitCompletion();
    String rpc = grid.installation().chain().rpc().toString();
    Path result = folder.resolve("results");
    shell.run("results", bag.id(), "-o", result.toString(), "--index", "17");
    for (String name : List.of(bag.id() + "/17", bag.id())) {
      for (String format : List.of("json", "pdf")) {
        String file = folder.resolve(name.replace('/', '-') + "." + format).toString();
        Shell.Ended got = shell.run("certificate", "get", name, "--format", format, "-o", file);
        assertThat(got.code()).as(got.all()).isZero();
        Shell.Ended holds = shell.run("certificate", "verify", file, "--rpc", rpc);
        assertThat(holds.code()).as(holds.all()).isZero();
        assertThat(holds.out()).contains("the certificate holds: ").contains("as the ledger says");
      }
    }
    String pdf = folder.resolve(bag.id() + "-17.pdf").toString();
    Shell.Ended compared =
        shell.run(
            "certificate",
            "verify",
            pdf,
            "--signer",
            grid.installation().account("operator"),
            "--result",
            result.resolve("17").toString());
    assertThat(compared.out()).as(compared.all()).contains("is the certified one");
    Bag small = grid.submit(Spec.of("noop", 2)).awaitCompletion();
    String file = folder.resolve("small.json").toString();
    shell.run("certificate", "get", small.id() + "/1", "-o", file);
    Shell.Ended alone = shell.run("certificate", "verify", file, "--rpc", rpc);
    assertThat(alone.code()).as(alone.all()).isZero();
  }

  @Test
  void whoChangesTheDatabaseIsFoundOut(Grid grid) {
    Bag bag = grid.submit(Spec.of("noop", 64)).awaitCompletion();
    awaitEntries(grid, bag, "SETTLED");
    anchored(grid);
    assertThat(audit(grid).path("findings")).isEmpty();
    Tables tables = grid.tables();
    String where =
        " where id = (select min(id) from side_record where kind = 'COMMITTED' and bag = ?)";
    String flip = "update side_record set entry = set_byte(entry, 9, 255 - get_byte(entry, 9))";
    tables.change(flip + where, bag.id());
    JsonNode found = audit(grid);
    tables.change(flip + where, bag.id());
    assertThat(found.path("holds").asBoolean()).isFalse();
    assertThat(found.path("findings"))
        .extracting(finding -> finding.path("kind").asText())
        .contains("NODES", "ENTRY");
    assertThat(audit(grid).path("findings")).isEmpty();
  }

  @Test
  void theRecordOfOthersIsNotShown(Grid grid) {
    Bag bag = grid.submit(Spec.of("noop", 2)).awaitCompletion();
    assertThat(grid.http("provider").get(path(bag, 0) + "/history").status()).isEqualTo(404);
    assertThat(grid.http("provider").get(path(bag, 0) + "/proof").status()).isEqualTo(404);
    assertThat(grid.http("requester").get(path(bag, 2) + "/history").status()).isEqualTo(404);
    assertThat(grid.http("requester").get(RECORD + "/audit").status()).isEqualTo(403);
  }

  private static String path(Bag bag, long index) {
    return "/api/v1/bags/" + bag.id() + "/tasks/" + index;
  }

  private static void awaitEntries(Grid grid, Bag bag, String kind) {
    long partitions =
        grid.tables().number("select count(*) from bag_partition where bag = ?", bag.id());
    await(kind + " of all partitions is recorded")
        .atMost(WITHIN)
        .until(
            () ->
                grid.tables()
                    .number(
                        "select count(*) from side_record where bag = ? and kind = ?"
                            + " and position is not null",
                        bag.id(),
                        kind),
            count -> count == partitions);
  }

  /** Anchors what is recorded now; gives how many entries the ledger vouches for then. */
  private static long anchored(Grid grid) {
    long size = grid.tables().number("select max(position) + 1 from side_record");
    await("the record is anchored")
        .atMost(WITHIN)
        .until(
            () -> {
              grid.rest("admin").post(RECORD + "/anchors", JsonNodeFactory.instance.objectNode());
              return grid.tables()
                  .number("select coalesce(max(size), 0) from record_anchor where state = 'FINAL'");
            },
            anchored -> anchored >= size);
    return size;
  }

  private static JsonNode audit(Grid grid) {
    return grid.rest("admin").get(RECORD + "/audit");
  }
}
