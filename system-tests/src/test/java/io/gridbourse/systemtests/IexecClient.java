package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.contracts.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * iExec's own client as it comes from the registry, in a folder and with a wallet of its own. What
 * it prints is read as a script would.
 */
final class IexecClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ENDS_WITHIN = Duration.ofMinutes(3);
  private static final String PASSWORD = "a wallet's password";

  /** The first account of the development chain, which has all tokens. */
  private static final BigInteger TREASURY =
      new BigInteger("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80", 16);

  private final Path folder;
  private final String address;

  private IexecClient(Path folder, String address) {
    this.folder = folder;
    this.address = address;
  }

  /** A client with a new wallet, which has ether, 10 RLC and 10 RLC on its account. */
  static IexecClient withFunds(Grid grid, Path parent) {
    IexecClient treasury = of(grid, parent, SigningKey.of(TREASURY));
    IexecClient client = of(grid, parent, SigningKey.generate());
    grid.installation().chain().call("anvil_setBalance", client.address(), "0xde0b6b3a7640000");
    treasury.run("wallet", "send-RLC", "20", "--to", client.address(), "--force");
    client.run("account", "deposit", "10", "RLC");
    return client;
  }

  /** The client of the first account. */
  static IexecClient ofTreasury(Grid grid, Path parent) {
    return of(grid, parent, SigningKey.of(TREASURY));
  }

  private static IexecClient of(Grid grid, Path parent, SigningKey key) {
    try {
      Path folder = Files.createTempDirectory(parent, "client-");
      key.store(folder.resolve("UTC--2026-01-01T00-00-00.000000000Z--" + key.address()), PASSWORD);
      Files.writeString(folder.resolve("password"), PASSWORD);
      Shell.Ended config = grid.shell("requester").run("iexec-config");
      assertThat(config.code()).as(config.all()).isZero();
      Files.writeString(folder.resolve("chain.json"), config.out());
      IexecClient client = new IexecClient(folder, key.address());
      client.write("iexec.json", JsonNodeFactory.instance.objectNode());
      return client;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The wallet, in lower case. */
  String address() {
    return address.toLowerCase(Locale.ROOT);
  }

  Path folder() {
    return folder;
  }

  /** The wallet's file. */
  Path keystore() {
    return folder.resolve("UTC--2026-01-01T00-00-00.000000000Z--" + address);
  }

  /** A file with the wallet's password. */
  Path passwordFile() {
    return folder.resolve("password");
  }

  void write(String name, JsonNode content) {
    try {
      Files.writeString(folder.resolve(name), content.toPrettyString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes one entry of iexec.json. */
  void describe(String kind, ObjectNode entry) {
    try {
      Path file = folder.resolve("iexec.json");
      ObjectNode all = (ObjectNode) JSON.readTree(file.toFile());
      all.set(kind, entry);
      write("iexec.json", all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command that must do what it says. */
  JsonNode run(String... words) {
    Said said = attempt(words);
    assertThat(said.json().path("ok").asBoolean())
        .as("iexec %s: %s", String.join(" ", words), said.text())
        .isTrue();
    return said.json();
  }

  /** Runs a command that must be refused, and gives the reason. */
  String refused(String... words) {
    Said said = attempt(words);
    assertThat(said.json().path("ok").asBoolean())
        .as("iexec %s: %s", String.join(" ", words), said.text())
        .isFalse();
    return said.json().path("error").path("message").asText();
  }

  /** What a command said. */
  record Said(JsonNode json, String text) {}

  /** Commands that need no wallet refuse to be told of one. */
  private Said attempt(String... words) {
    Said said = attempt(true, words);
    return said.text().contains("unknown option '--keystoredir'") ? attempt(false, words) : said;
  }

  private Said attempt(boolean wallet, String... words) {
    List<String> line = new ArrayList<>(List.of("node"));
    line.add(
        Path.of(System.getProperty("gridbourse.iexec-client"), "node_modules/.bin/iexec")
            .toString());
    line.addAll(List.of(words));
    line.add("--raw");
    if (wallet) {
      line.addAll(List.of("--keystoredir", "local", "--password", PASSWORD));
    }
    try {
      Path out = Files.createTempFile(folder, "out", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(line)
              .directory(folder.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectErrorStream(true)
              .redirectOutput(out.toFile());
      builder.environment().put("HOME", folder.toString());
      Process process = builder.start();
      if (!process.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("did not end: " + line + ": " + Files.readString(out));
      }
      String text = Files.readString(out);
      Files.delete(out);
      int brace = text.lastIndexOf("{\"ok\"");
      return new Said(
          brace < 0 ? JSON.createObjectNode() : JSON.readTree(text.substring(brace)), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
