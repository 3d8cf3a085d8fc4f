package io.gridbourse.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.domain.proof.Seals;
import io.gridbourse.domain.proof.record.Entry;
import io.gridbourse.domain.proof.record.EntryKind;
import io.gridbourse.domain.proof.record.MountainRange;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AuditCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DealId DEAL = new DealId("0x" + "d3".repeat(32));
  private static final Address WORKER = new Address("0x" + "11".repeat(20));
  private static final Bytes32 DIGEST = new Bytes32("0x" + "77".repeat(32));
  private static final String TASK = "/api/v1/bags/b-0000000000000001/tasks/7";
  private static final String NAME = "b-0000000000000001/7";

  @TempDir Path folder;
  private final FakeServer server = new FakeServer();
  private final Shell shell =
      new Shell().with("GRIDBOURSE_SERVER", server.url()).with("GRIDBOURSE_TOKEN", "gb_pat_test");
  private final MountainRange range = MountainRange.empty();
  private final ObjectNode proof = proof();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aProofOfTheServerHoldsWithoutTheServer() throws IOException {
    server.answers("GET " + TASK + "/proof", 200, proof.toString());
    var printed = shell.run("audit", "prove", NAME);
    assertThat(printed.code()).isZero();
    assertThat(printed.err()).contains("2 later entries");
    Path file = Files.writeString(folder.resolve("proof.json"), printed.out());
    close();
    var ended = verify(file, range.root().hex());
    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains("the proof holds: task 7")
        .contains("COMMITTED lease=b-0000000000000001.0.1.1 worker=" + WORKER)
        .contains("digest=" + DIGEST)
        .contains("DECIDED");
  }

  @Test
  void aProofOfAnotherRootIsWrong() throws IOException {
    var ended = verify(write(proof), Bytes32.ZERO.hex());
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("wrong: the proof is for root " + range.root());
  }

  @ParameterizedTest
  @ValueSource(strings = {"entry", "path/0", "digest", "position", "root", "peaks/0", "size"})
  void aProofWithOneChangeIsWrong(String place) throws IOException {
    ObjectNode changed = proof.deepCopy();
    ObjectNode entry = (ObjectNode) changed.withArray("entries").get(0);
    switch (place) {
      case "entry" -> entry.put("entry", flipped(entry.path("entry").textValue()));
      case "path/0" -> flip(entry.withArray("path"));
      case "digest" -> entry.put("digest", flipped(entry.path("digest").textValue()));
      case "position" -> entry.put("position", entry.path("position").longValue() + 1);
      case "root" -> changed.put("root", flipped(changed.path("root").textValue()));
      case "peaks/0" -> flip(changed.withArray("peaks"));
      default -> changed.put("size", changed.path("size").longValue() + 1);
    }
    var ended = verify(write(changed), range.root().hex());
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("wrong: ");
    assertThat(ended.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"format\":\"gridbourse-task-proof/2\"}",
        "{\"format\":\"gridbourse-task-proof/1\",\"format\":\"gridbourse-task-proof/1\"}",
        "{\"format\":\"gridbourse-task-proof/1\",\"deal\":\"0x12\"}",
        "{\"format\":\"gridbourse-task-proof/1\",\"entries\":[{\"position\":1e999}]}",
        "{\"format\":\"gridbourse-task-proof/1\",\"entries\":[{\"position\":-1}]}"
      })
  void whatIsNoProofIsRefusedWithItsReason(String text) throws IOException {
    var ended = verify(Files.writeString(folder.resolve("bad.json"), text), range.root().hex());
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("is no proof of a task").contains("remedy:");
  }

  @Test
  void aRootThatIsNoHashIsRefused() throws IOException {
    var ended = verify(write(proof), "0x12");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("--root is no hash");
  }

  @Test
  void aNodeThatIsNotThereIsTold() throws IOException {
    var ended =
        shell.run("audit", "verify", write(proof).toString(), "--rpc", "http://127.0.0.1:1");
    assertThat(ended.code()).isEqualTo(5);
    assertThat(ended.err()).contains("gives no answer at http://127.0.0.1:1");
  }

  @Test
  void aHistoryIsATableWithTransactions() {
    server.answers(
        "GET " + TASK + "/history",
        200,
        "{\"lines\":[{\"at\":\"2026-01-01T00:00:00Z\",\"where\":\"ledger\",\"kind\":\"SETTLED\","
            + "\"sentence\":\"The ledger settled partition 0.\",\"transaction\":\"0xabc\"}]}");
    var ended = shell.run("task", "history", NAME);
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("WHERE", "ledger", "settled partition 0", "0xabc");
  }

  @Test
  void anAuditEndsWithOneWhenSomethingIsWrong() {
    server.answers(
        "GET /api/v1/record/audit",
        200,
        "{\"holds\":true,\"entries\":9,\"anchored\":8,\"anchors\":2,\"findings\":[]}");
    var good = shell.run("audit", "check");
    assertThat(good.code()).isZero();
    assertThat(good.out()).contains("the record holds: 9 entries, 8 of them vouched for");
    server.answers(
        "GET /api/v1/record/audit",
        200,
        "{\"holds\":false,\"findings\":[{\"position\":4,\"kind\":\"ANCHOR\",\"sentence\":\"no\"}]}");
    shell.run("audit", "check");
    var bad = shell.run("audit", "check");
    assertThat(bad.code()).isEqualTo(1);
    assertThat(bad.out()).contains("ANCHOR");
  }

  private Shell.Ended verify(Path file, String root) {
    return shell.run("audit", "verify", file.toString(), "--root", root);
  }

  private Path write(ObjectNode node) throws IOException {
    return Files.writeString(folder.resolve("proof.json"), node.toString());
  }

  private static void flip(ArrayNode words) {
    words.set(0, words.textNode(flipped(words.get(0).textValue())));
  }

  private static String flipped(String hex) {
    byte[] bytes = Hex.bytes(hex);
    bytes[bytes.length - 1] ^= 1;
    return Hex.of(bytes);
  }

  /** A record of twelve entries, of which the fifth and the last are about the task. */
  private ObjectNode proof() {
    List<byte[]> entries = new ArrayList<>();
    List<byte[]> kept = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      byte[] entry = i == 4 ? vote() : i == 11 ? end() : other(i);
      entries.add(entry);
      kept.add(range.append(entry));
    }
    ObjectNode node = JSON.createObjectNode();
    node.put("format", "gridbourse-task-proof/1").put("deal", DEAL.hex()).put("index", 7);
    node.put("anchors", "0x" + "22".repeat(20)).put("notAnchored", 2);
    node.put("size", range.size()).put("root", range.root().hex());
    words(node.putArray("peaks"), MountainRange.peaks(12), kept);
    for (int position : new int[] {4, 11}) {
      ObjectNode entry = node.withArray("entries").addObject();
      entry.put("position", position).put("entry", Hex.of(entries.get(position)));
      words(entry.putArray("path"), MountainRange.path(position, 12), kept);
      entry.put("digest", DIGEST.hex()).putArray("digestPath");
    }
    return node;
  }

  private static void words(ArrayNode to, List<MountainRange.Node> nodes, List<byte[]> kept) {
    nodes.forEach(node -> to.add(node.in(kept.get((int) node.keeper())).hex()));
  }

  private static byte[] vote() {
    Bytes32 seal = Seals.seal(WORKER, TaskId.of(DEAL, 7), DIGEST);
    return Entry.of(
            EntryKind.COMMITTED,
            Instant.EPOCH,
            new Entry.Range(DEAL, 0, 7, 1),
            "b-0000000000000001.0.1.1",
            WORKER,
            Instant.EPOCH,
            2L,
            seal,
            1L,
            Bytes32.ZERO,
            "0x")
        .bytes();
  }

  private static byte[] end() {
    Bytes32 result = Seals.resultHash(TaskId.of(DEAL, 7), DIGEST);
    Entry.Range range = new Entry.Range(DEAL, 0, 7, 1);
    return Entry.of(EntryKind.DECIDED, Instant.EPOCH, range, result, 1L, 0L, 0L).bytes();
  }

  private static byte[] other(int number) {
    Entry.Range range = new Entry.Range(DEAL, 1, 100 + number, 1);
    return Entry.of(EntryKind.GIVEN_UP, Instant.EPOCH, range, "DEADLINE").bytes();
  }
}
