package io.gridbourse.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.contracts.SigningKey;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.domain.proof.MerkleTree;
import io.gridbourse.domain.proof.Seals;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Sign;

/** A certificate holds or not, whatever its server says. */
final class CertificateCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Credentials OWNER = Credentials.create("0x" + "1".repeat(64));
  private static final Credentials OTHER = Credentials.create("0x" + "2".repeat(64));
  private static final DealId DEAL = new DealId("0x" + "d3".repeat(32));
  private static final byte[] RESULT = "1Lo found\n".getBytes(StandardCharsets.UTF_8);
  private static final String TASK = "/api/v1/bags/b-0000000000000001/tasks/2/certificate";

  @TempDir Path folder;
  private final FakeServer server = new FakeServer();
  private final Shell shell =
      new Shell().with("GRIDBOURSE_SERVER", server.url()).with("GRIDBOURSE_TOKEN", "gb_pat_test");

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aCertificateOfTheServerHoldsWithoutTheServer() throws IOException {
    server.answers("GET " + TASK + "?format=json", 200, signed(statement(), OWNER).toString());
    Path file = folder.resolve("task.json");
    var got = shell.run("certificate", "get", "b-0000000000000001/2", "-o", file.toString());
    assertThat(got.code()).as(got.err()).isZero();
    close();
    Path result = Files.write(folder.resolve("result"), RESULT);
    var ended =
        verify(
            file,
            "--signer",
            OWNER.getAddress().toUpperCase(java.util.Locale.ROOT).replace("0X", "0x"),
            "--result",
            result.toString());
    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains("the certificate holds: task b-0000000000000001/2", "as you expect")
        .contains("VOTE, 3/4 of the weight, wrong with at most 0.25", "is the certified one");
  }

  @Test
  void whoSignedIsToldWhereNobodyIsExpected() throws IOException {
    var ended = verify(write(signed(statement(), OWNER)));
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains(OWNER.getAddress()).contains("compared with nothing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/bag/name", "/app/content", "/task/result/digest", "/task/votes/0/worker"})
  void aCertificateWithOneChangeIsWrong(String place) throws IOException {
    ObjectNode document = signed(statement(), OWNER);
    int at = place.lastIndexOf('/');
    ObjectNode parent = (ObjectNode) document.path("certificate").at(place.substring(0, at));
    String name = place.substring(at + 1);
    String text = parent.path(name).textValue();
    parent.put(name, text.substring(0, text.length() - 1) + (text.endsWith("1") ? "2" : "1"));
    var ended = verify(write(document));
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("wrong: the signature is not one of " + OWNER.getAddress());
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void theOrderOfMembersAndSpacesDoNotMatter() throws IOException {
    ObjectNode document = signed(statement(), OWNER);
    ObjectNode turned = JSON.createObjectNode();
    List<String> names = new java.util.ArrayList<>();
    document.path("certificate").fieldNames().forEachRemaining(names::add);
    java.util.Collections.reverse(names);
    names.forEach(name -> turned.set(name, document.path("certificate").path(name)));
    document.set("certificate", turned);
    Path file = Files.writeString(folder.resolve("c.json"), document.toPrettyString());
    assertThat(verify(file).code()).isZero();
  }

  @Test
  void anotherKeyIsWrong() throws IOException {
    var forged = verify(write(signed(statement(), OTHER)));
    assertThat(forged.code()).isEqualTo(1);
    assertThat(forged.err()).contains("but the pool's owner is " + OWNER.getAddress());
    var unexpected = verify(write(signed(statement(), OWNER)), "--signer", OTHER.getAddress());
    assertThat(unexpected.code()).isEqualTo(1);
    assertThat(unexpected.err()).contains("not by " + OTHER.getAddress());
  }

  @Test
  void aResultThatIsNotInTheRootIsWrongThoughSigned() throws IOException {
    ObjectNode statement = statement();
    ((ObjectNode) statement.at("/task/result")).put("digest", "0x" + "77".repeat(32));
    var ended = verify(write(signed(statement, OWNER)));
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("is not in the root");
  }

  @Test
  void anotherResultIsWrong() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "1Lo found");
    var ended = verify(write(signed(statement(), OWNER)), "--result", other.toString());
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("which is not the certified result");
  }

  @Test
  void theOneOutputFileOfATaskIsItsResult() throws IOException {
    ObjectNode statement = statement();
    ObjectNode result = (ObjectNode) statement.at("/task/result");
    byte[] packed = new byte[4 + 3 + 8 + RESULT.length];
    packed[3] = 3;
    System.arraycopy(new byte[] {'o', 'u', 't'}, 0, packed, 4, 3);
    packed[14] = (byte) RESULT.length;
    System.arraycopy(RESULT, 0, packed, 15, RESULT.length);
    String digest = "0x" + Sha256.of(packed).hex();
    result.put("digest", digest);
    result.withArray("files").addObject().put("name", "out").put("bytes", RESULT.length);
    root(statement, digest);
    Path file = Files.write(folder.resolve("out"), RESULT);
    assertThat(verify(write(signed(statement, OWNER)), "--result", file.toString()).code())
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "%PDF-1.4 cut off",
        "{\"format\":\"gridbourse-certificate/2\"}",
        "{\"format\":\"gridbourse-certificate/1\",\"format\":\"gridbourse-certificate/1\"}",
        "{\"format\":\"gridbourse-certificate/1\",\"signature\":{\"scheme\":\"none\"}}"
      })
  void whatIsNoCertificateIsRefusedWithItsReason(String text) throws IOException {
    var ended = verify(Files.writeString(folder.resolve("bad"), text));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("is no certificate: ").contains("remedy:");
  }

  @Test
  void aCutOffFileIsRefused() throws IOException {
    String whole = signed(statement(), OWNER).toString();
    for (int length : new int[] {1, whole.length() / 2, whole.length() - 1}) {
      Path file = Files.writeString(folder.resolve("cut.json"), whole.substring(0, length));
      assertThat(verify(file).code()).as("%d characters", length).isEqualTo(2);
    }
    byte[] pdf = pdf();
    Path file = Files.write(folder.resolve("cut.pdf"), Arrays.copyOf(pdf, pdf.length / 2));
    var ended = verify(file);
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("is no certificate: ");
  }

  @Test
  void aPdfWithoutTheAttachmentIsRefused() throws IOException {
    var ended = verify(Files.write(folder.resolve("other.pdf"), pdf()));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("the PDF has no attachment certificate.json");
  }

  @Test
  void aFileThatIsNotThereAndASignerThatIsNoneAreRefused() throws IOException {
    assertThat(verify(folder.resolve("none")).err()).contains("cannot read", "remedy:");
    var ended = verify(write(signed(statement(), OWNER)), "--signer", "0x12");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("--signer is no account");
    var pdf = shell.run("certificate", "get", "b-0000000000000001/2", "--format", "pdf");
    assertThat(pdf.code()).isEqualTo(2);
    assertThat(pdf.err()).contains("a PDF needs a file");
  }

  private Shell.Ended verify(Path file, String... more) {
    String[] all = new String[3 + more.length];
    all[0] = "certificate";
    all[1] = "verify";
    all[2] = file.toString();
    System.arraycopy(more, 0, all, 3, more.length);
    return shell.run(all);
  }

  private Path write(ObjectNode document) throws IOException {
    return Files.writeString(folder.resolve("certificate.json"), document.toString());
  }

  private static byte[] pdf() throws IOException {
    try (PDDocument document = new PDDocument()) {
      document.addPage(new PDPage());
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    }
  }

  private static ObjectNode statement() {
    ObjectNode statement = JSON.createObjectNode();
    statement.put("issuedAt", "2026-01-01T00:00:00Z");
    statement.putObject("ledger").put("chainId", 31337).put("hub", "0x" + "22".repeat(20));
    statement
        .putObject("bag")
        .put("id", "b-0000000000000001")
        .put("name", "Käfer")
        .put("requester", "0x" + "33".repeat(20));
    statement
        .putObject("app")
        .put("name", "vanity")
        .put("address", "0x" + "44".repeat(20))
        .put("content", "sha256:" + "5".repeat(64));
    statement
        .putObject("deal")
        .put("deal", DEAL.hex())
        .put("pool", "0x" + "66".repeat(20))
        .put("poolOwner", OWNER.getAddress())
        .put("firstTask", 10);
    ObjectNode task = statement.putObject("task");
    task.put("index", 2).put("ledgerIndex", 12).put("id", TaskId.of(DEAL, 12).hex());
    task.put("method", "VOTE").put("accepted", "3/4").put("errorBound", 0.25);
    task.putArray("votes").addObject().put("worker", "0x" + "71".repeat(20));
    String digest = "0x" + Sha256.of(RESULT).hex();
    task.putObject("result").put("digest", digest).putArray("files");
    root(statement, digest);
    return statement;
  }

  /** Four tasks, of which this is the third. */
  private static void root(ObjectNode statement, String digest) {
    byte[] leaves = new byte[4 * MerkleTree.NODE];
    for (int i = 0; i < 4; i++) {
      Bytes32 each = i == 2 ? new Bytes32(digest) : Bytes32.of(new byte[32]);
      byte[] leaf = Seals.resultHash(TaskId.of(DEAL, 10 + i), each).bytes();
      System.arraycopy(leaf, 0, leaves, i * MerkleTree.NODE, MerkleTree.NODE);
    }
    statement
        .putArray("partitions")
        .addObject()
        .put("number", 0)
        .put("resultsRoot", MerkleTree.root(leaves).hex());
    ArrayNode proof = ((ObjectNode) statement.path("task")).putArray("proof");
    MerkleTree.proof(leaves, 2).forEach(node -> proof.add(node.hex()));
  }

  private static ObjectNode signed(ObjectNode statement, Credentials key) throws IOException {
    byte[] bytes = new JsonCanonicalizer(statement.toString()).getEncodedUTF8();
    Sign.SignatureData data = Sign.signPrefixedMessage(bytes, key.getEcKeyPair());
    byte[] signature = Arrays.copyOf(data.getR(), 65);
    System.arraycopy(data.getS(), 0, signature, 32, 32);
    signature[64] = data.getV()[0];
    assertThat(SigningKey.recoverMessage(bytes, signature)).contains(key.getAddress());
    ObjectNode document = JSON.createObjectNode().put("format", "gridbourse-certificate/1");
    document.set("certificate", statement);
    document
        .putObject("signature")
        .put("scheme", "EIP-191 over RFC 8785")
        .put("signer", key.getAddress())
        .put("signature", Hex.of(signature));
    return document;
  }
}
