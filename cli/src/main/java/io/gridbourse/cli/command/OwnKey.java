package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.Rest;
import io.gridbourse.contracts.LedgerException;
import io.gridbourse.contracts.SigningKey;
import io.gridbourse.domain.ledger.Words;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Keccak256;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.web3j.crypto.RawTransaction;
import picocli.CommandLine.Option;

/** A key of one's own, which signs here and never leaves this machine. */
final class OwnKey {
  private static final long PASSWORD_BYTES_MAX = 16_384;

  @Option(
      names = "--keystore",
      paramLabel = "FILE",
      required = true,
      description = "Keystore (version 3) of your own key, which the server does not have.")
  Path keystore;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      required = true,
      description = "File whose first line opens the keystore.")
  Path passwordFile;

  /** The key. */
  SigningKey open() {
    requireFile("--keystore", keystore);
    requireFile("--password-file", passwordFile);
    try {
      if (Files.size(passwordFile) > PASSWORD_BYTES_MAX) {
        throw new IOException("it has more than " + PASSWORD_BYTES_MAX + " bytes");
      }
      String password = Files.readString(passwordFile).lines().findFirst().orElse("");
      return SigningKey.load(keystore, password);
    } catch (IOException | LedgerException e) {
      throw new CommandFailed(
              ExitCode.USAGE,
              "the keystore " + keystore + " does not open: " + e.getMessage(),
              "check --keystore and --password-file")
          .because(e);
    }
  }

  private static void requireFile(String option, Path file) {
    if (!Files.isReadable(file)) {
      throw new CommandFailed(
          ExitCode.USAGE, "there is no file " + file + " to read", option, "", "check its name");
    }
  }

  /** Shows once that this is the key's wallet, by a challenge of the server (EIP-712). */
  static String proof(Rest rest, SigningKey key) {
    String chain =
        rest.get("/api/v1/iexec-config").path("chains").elements().next().path("id").asText();
    JsonNode asked =
        rest.get("/challenge?chainId=" + chain + "&address=" + key.address()).path("data");
    byte[] separator =
        Keccak256.of(
            hashed("EIP712Domain(string name,string version,uint256 chainId)"),
            hashed(asked.at("/domain/name").asText()),
            hashed(asked.at("/domain/version").asText()),
            Words.uint256(Long.parseLong(chain)));
    byte[] challenge =
        Keccak256.of(
            hashed("Challenge(string challenge)"), hashed(asked.at("/message/challenge").asText()));
    byte[] hash = Keccak256.of(new byte[] {0x19, 0x01}, separator, challenge);
    return Hex.of(hash) + "_" + Hex.of(key.sign(hash)) + "_" + key.address();
  }

  private static byte[] hashed(String text) {
    return Keccak256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Signs what the server prepared and hands it in; the hash of the transaction. */
  static String send(Rest rest, SigningKey key, JsonNode prepared) {
    RawTransaction transaction =
        RawTransaction.createTransaction(
            prepared.path("chainId").asLong(),
            BigInteger.valueOf(prepared.path("nonce").asLong()),
            BigInteger.valueOf(prepared.path("gas").asLong()),
            prepared.path("to").asText(),
            BigInteger.ZERO,
            prepared.path("data").asText(),
            new BigInteger(prepared.path("maxPriorityFeePerGas").asText()),
            new BigInteger(prepared.path("maxFeePerGas").asText()));
    String signed = key.signTransaction(transaction, prepared.path("chainId").asLong());
    return rest.post(
            "/api/v1/transactions",
            JsonNodeFactory.instance.objectNode().put("transaction", signed))
        .body()
        .path("transaction")
        .asText();
  }
}
