package io.gridbourse.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.contracts.SigningKey;
import io.gridbourse.domain.bag.OutputFile;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.domain.proof.MerkleTree;
import io.gridbourse.domain.proof.Seals;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.CertificateViews;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * A signed certificate as the server gives it, in JSON or as PDF with the JSON attached. Nothing in
 * it is believed: {@link #faults} says what does not hold.
 */
public final class CertificateFile {
  /** Bytes of a certificate; more is not read. */
  public static final int BYTES_MAX = 4 * ProofFile.CHARACTERS_MAX;

  private static final String ATTACHMENT = "certificate.json";
  private static final byte[] PDF = "%PDF-".getBytes(StandardCharsets.US_ASCII);
  private static final int SIGNATURE_CHARACTERS = 132;

  private final JsonNode statement;
  private final Address signer;
  private final String signature;

  private CertificateFile(JsonNode document) {
    String format = text(document, "/format");
    if (!format.equals(CertificateViews.FORMAT)) {
      throw new IllegalArgumentException(
          "format is '" + format + "', not " + CertificateViews.FORMAT);
    }
    String scheme = text(document, "/signature/scheme");
    if (!scheme.equals(CertificateViews.SCHEME)) {
      throw new IllegalArgumentException(
          "signature.scheme is '" + scheme + "', not " + CertificateViews.SCHEME);
    }
    this.statement = document.path("certificate");
    if (!statement.isObject()) {
      throw new IllegalArgumentException("certificate is missing or no object");
    }
    this.signer = new Address(text(document, "/signature/signer"));
    this.signature = text(document, "/signature/signature");
    if (signature.length() != SIGNATURE_CHARACTERS) {
      throw new IllegalArgumentException("signature.signature is not 65 bytes in hex");
    }
    for (String place : List.of("/bag/id", "/deal/deal", "/deal/pool", "/deal/poolOwner")) {
      requireText(statement, place);
    }
  }

  /**
   * The certificate in a file's bytes.
   *
   * @throws IllegalArgumentException saying what is missing or wrong
   */
  public static CertificateFile read(byte[] bytes) {
    boolean isPdf = bytes.length >= PDF.length && startsAsPdf(bytes);
    return new CertificateFile(ProofFile.parse(isPdf ? attached(bytes) : utf8(bytes)));
  }

  private static boolean startsAsPdf(byte[] bytes) {
    for (int i = 0; i < PDF.length; i++) {
      if (bytes[i] != PDF[i]) {
        return false;
      }
    }
    return true;
  }

  private static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("it is neither JSON in UTF-8 nor PDF", e);
    }
  }

  private static String attached(byte[] bytes) {
    try (PDDocument document = Loader.loadPDF(bytes)) {
      var names = document.getDocumentCatalog().getNames();
      var files = names == null ? null : names.getEmbeddedFiles();
      var all = files == null ? null : files.getNames();
      PDComplexFileSpecification file = all == null ? null : all.get(ATTACHMENT);
      if (file == null || file.getEmbeddedFile() == null) {
        throw new IllegalArgumentException("the PDF has no attachment " + ATTACHMENT);
      }
      return utf8(file.getEmbeddedFile().toByteArray());
    } catch (IOException e) {
      throw new IllegalArgumentException("the PDF cannot be read: " + e.getMessage(), e);
    }
  }

  /** What is certified. */
  public JsonNode statement() {
    return statement;
  }

  /** Who says to have signed it. */
  public Address signer() {
    return signer;
  }

  /** Who owned the pool, as the statement says. */
  public Address poolOwner() {
    return new Address(text(statement, "/deal/poolOwner"));
  }

  /** What does not hold in the certificate itself; empty if all does. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (!isSigned()) {
      faults.add("the signature is not one of " + signer + " over this statement");
    }
    if (!signer.equals(poolOwner())) {
      faults.add("it is signed by " + signer + ", but the pool's owner is " + poolOwner());
    }
    if (statement.path("task").isObject()) {
      inclusion().ifPresent(faults::add);
    }
    return faults;
  }

  private boolean isSigned() {
    try {
      byte[] message = new JsonCanonicalizer(statement.toString()).getEncodedUTF8();
      return SigningKey.recoverMessage(message, Hex.bytes(signature))
          .filter(account -> new Address(account).equals(signer))
          .isPresent();
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  /** Why the task's result is not in the root that the statement names. */
  private Optional<String> inclusion() {
    JsonNode task = statement.path("task");
    DealId deal = new DealId(text(statement, "/deal/deal"));
    TaskId id = TaskId.of(deal, number(task, "/ledgerIndex"));
    if (!id.hex().equals(text(task, "/id"))) {
      return Optional.of("task " + text(task, "/id") + " is not the one of this index and deal");
    }
    JsonNode partition = statement.path("partitions").path(0);
    Bytes32 root = new Bytes32(text(partition, "/resultsRoot"));
    List<Bytes32> path = new ArrayList<>();
    task.path("proof").forEach(node -> path.add(new Bytes32(node.asText())));
    return MerkleTree.verifies(root, Seals.resultHash(id, digest()), path)
        ? Optional.empty()
        : Optional.of("the result " + digest() + " is not in the root " + root);
  }

  private Bytes32 digest() {
    return new Bytes32(text(statement, "/task/result/digest"));
  }

  /** Why these bytes are not the result that is certified; empty if they are. */
  public Optional<String> compare(byte[] result) {
    if (!statement.path("task").isObject()) {
      return Optional.of("a bag's certificate names no result; take the certificate of a task");
    }
    Sha256 found = Sha256.of(result);
    JsonNode corrected = statement.at("/task/acceptance/corrected");
    String digest = corrected.isTextual() ? corrected.textValue() : digest().hex();
    JsonNode files = statement.at("/task/result/files");
    if (files.size() == 1 && packed(text(files.path(0), "/name"), result).equals(digest)) {
      return Optional.empty();
    }
    for (JsonNode file : files) {
      if (file.path("sha256").asText().equals(found.toString())) {
        return Optional.empty();
      }
    }
    return files.isEmpty() && ("0x" + found.hex()).equals(digest)
        ? Optional.empty()
        : Optional.of("the file has " + found + ", which is not the certified result");
  }

  /** The digest of an outcome that is this one file; see {@link OutputFile}. */
  private static String packed(String name, byte[] content) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    MessageDigest digest = Sha256.newDigest();
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, text.length));
    digest.update(text);
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, content.length));
    digest.update(content);
    return Hex.of(digest.digest());
  }

  private static void requireText(JsonNode node, String place) {
    if (!node.at(place).isTextual()) {
      throw new IllegalArgumentException(name(place) + " is missing or no text");
    }
  }

  private static String text(JsonNode node, String place) {
    requireText(node, place);
    return node.at(place).textValue();
  }

  private static long number(JsonNode node, String place) {
    JsonNode value = node.at(place);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw new IllegalArgumentException(name(place) + " is missing or no whole number from 0");
    }
    return value.longValue();
  }

  private static String name(String place) {
    return place.substring(1).replace('/', '.');
  }
}
