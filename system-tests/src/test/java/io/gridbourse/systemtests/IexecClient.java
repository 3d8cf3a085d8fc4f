package io.gridbourse.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * iExec's own client as it comes from the registry, in a folder and with a wallet of its own. What
 * it prints is read as a script would.
 */
final class IexecClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ENDS_WITHIN = Duration.ofMinutes(3);
  private static final Set<String> WALLETLESS = ConcurrentHashMap.newKeySet();
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

  /** An entry of iexec.json for something of this wallet, under a name that nothing else has. */
  ObjectNode entry(String named) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("owner", address())
        .put(named, "test-" + UUID.randomUUID());
  }

  /** Stores a program as a user does and deploys what the command printed; its address. */
  String deployApp(Grid grid, String program) {
    Path bundle = folder.resolve("program.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bundle))) {
      ZipEntry file = new ZipEntry("run.sh");
      file.setTime(0);
      zip.putNextEntry(file);
      zip.write(program.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Json printed = stored(grid, bundle);
    describe(
        "app",
        entry("name")
            .put("type", printed.text("type"))
            .put("multiaddr", printed.text("multiaddr"))
            .put("checksum", printed.text("checksum")));
    return run("app", "deploy").path("address").asText();
  }

  /** Stores a file as a user does and deploys it as a dataset; its address. */
  String deployDataset(Grid grid, Path file) {
    Json printed = stored(grid, file);
    describe(
        "dataset",
        entry("name")
            .put("multiaddr", printed.text("multiaddr"))
            .put("checksum", printed.text("checksum")));
    return run("dataset", "deploy").path("address").asText();
  }

  /** Deploys a pool; its address. */
  String deployPool() {
    describe("workerpool", entry("description"));
    return run("workerpool", "deploy").path("address").asText();
  }

  /** A pool of this wallet that the installation runs. */
  String adoptedPool(Grid grid) {
    String pool = deployPool();
    Shell.Ended adopted =
        grid.shell("admin")
            .run(
                "pool",
                "adopt",
                pool,
                "--keystore",
                keystore().toString(),
                "--password-file",
                passwordFile().toString());
    assertThat(adopted.code()).as(adopted.all()).isZero();
    return pool;
  }

  /** What the command prints of a file that it stored. */
  static Json stored(Grid grid, Path file) {
    Shell.Ended put = grid.shell("provider").run("app", "put", file.toString(), "-o", "json");
    assertThat(put.code()).as(put.all()).isZero();
    return new Json(put.out());
  }

  /** Runs commands that change nothing at the same time; what they said, in their order. */
  List<JsonNode> together(List<List<String>> commands) {
    List<CompletableFuture<JsonNode>> all =
        commands.stream()
            .map(words -> CompletableFuture.supplyAsync(() -> run(words.toArray(String[]::new))))
            .toList();
    return all.stream().map(CompletableFuture::join).toList();
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

  /** Commands that need no wallet refuse to be told of one; which they are is learnt. */
  private Said attempt(String... words) {
    String command = words[0] + (words.length > 1 ? " " + words[1] : "");
    if (WALLETLESS.contains(command)) {
      return attempt(false, words);
    }
    Said said = attempt(true, words);
    if (!said.text().contains("unknown option '--keystoredir'")) {
      return said;
    }
    WALLETLESS.add(command);
    return attempt(false, words);
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
