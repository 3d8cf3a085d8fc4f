package io.gridbourse.ejb.bag;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.wire.CertificateViews;
import io.gridbourse.domain.wire.CertificateViews.SignatureView;
import io.gridbourse.domain.wire.CertificateViews.SignedView;
import io.gridbourse.domain.wire.CertificateViews.StatementView;
import io.gridbourse.ejb.chain.Keys;
import io.gridbourse.ejb.start.Json;
import io.gridbourse.ejb.users.User;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.erdtman.jcs.JsonCanonicalizer;
import org.web3j.crypto.Sign;

/**
 * Certificates as documents that everybody can check: the statement in JSON, signed with the key of
 * the pool's owner as wallets sign messages (EIP-191), over its canonical bytes (RFC 8785).
 */
@ApplicationScoped
public class SignedCertificates {
  private CertificateStatements statements;
  private Keys keys;

  protected SignedCertificates() {}

  /** Certificates of what the queries tell, signed with these keys. */
  @Inject
  public SignedCertificates(CertificateStatements statements, Keys keys) {
    this.statements = statements;
    this.keys = keys;
  }

  /**
   * A certificate, or why there is none yet.
   *
   * @param notYet empty if there is one
   */
  public record Issued(Optional<SignedView> document, Optional<String> notYet) {
    static Issued notYet(String why) {
      return new Issued(Optional.empty(), Optional.of(why));
    }
  }

  /** The certificate of a task; empty if there is no such task for the user. */
  public Optional<Issued> ofTask(User user, String bag, long index) {
    return statements.ofTask(user, bag, index).map(this::issue);
  }

  /** The certificate of all tasks of a bag; empty if there is no such bag for the user. */
  public Optional<Issued> ofBag(User user, String bag) {
    return statements.ofBag(user, bag).map(this::issue);
  }

  private Issued issue(CertificateStatements.Found found) {
    if (found.statement().isEmpty()) {
      return Issued.notYet(found.notYet().orElseThrow());
    }
    StatementView statement = found.statement().get();
    Address owner = new Address(statement.deal().poolOwner());
    Optional<String> key = keys.nameOf(owner);
    return key.map(
            name -> new Issued(Optional.of(signed(statement, name, owner)), Optional.empty()))
        .orElseGet(
            () ->
                Issued.notYet(
                    "the key of "
                        + owner
                        + ", who owned the pool when the deal was made, is not here"));
  }

  private SignedView signed(StatementView statement, String key, Address owner) {
    byte[] hash = Sign.getEthereumMessageHash(canonical(json(statement)));
    return new SignedView(
        CertificateViews.FORMAT,
        statement,
        new SignatureView(CertificateViews.SCHEME, owner.hex(), keys.sign(key, Bytes32.of(hash))));
  }

  /** The bytes of a JSON text that are signed. */
  static byte[] canonical(String json) {
    try {
      return new JsonCanonicalizer(json).getEncodedUTF8();
    } catch (IOException e) {
      throw new UncheckedIOException("JSON of our own cannot be read", e);
    }
  }

  /** A document as bytes, for people to read too. */
  public static byte[] bytes(SignedView document) {
    try {
      return (Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a certificate cannot be written", e);
    }
  }

  private static String json(Object value) {
    try {
      return Json.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a certificate cannot be written", e);
    }
  }
}
