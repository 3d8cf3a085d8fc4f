package io.gridbourse.cli.local;

import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.web3j.crypto.Bip32ECKeyPair;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.MnemonicUtils;

/**
 * Anvil on loopback with an id of its own: a block every half second and at once for a transaction,
 * final two blocks later. Its state is kept in the home, so a server can be stopped and started
 * again.
 */
public final class DevelopmentChain implements AutoCloseable {
  private static final Duration START_WITHIN = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final int ATTEMPTS = 5;
  private static final String MNEMONIC =
      "test test test test test test test test test test test junk";

  /** m/44'/60'/0'/0/0. */
  private static final int[] PATH = {
    44 | Bip32ECKeyPair.HARDENED_BIT,
    60 | Bip32ECKeyPair.HARDENED_BIT,
    Bip32ECKeyPair.HARDENED_BIT,
    0,
    0
  };

  private static final BigInteger FUNDS_WEI = BigInteger.TEN.pow(22);

  private final Home home;
  private final Children children;
  private final Path program;
  private final long id;
  private final boolean kept;
  private volatile ChildProcess process;
  private URI rpc;
  private int port;

  /**
   * The first account of the mnemonic that every development chain uses, the key of which is in
   * every manual: whoever can reach the chain may spend from it.
   */
  static Credentials account() {
    return Credentials.create(
        Bip32ECKeyPair.deriveKeyPair(
            Bip32ECKeyPair.generateKeyPair(MnemonicUtils.generateSeed(MNEMONIC, "")), PATH));
  }

  /**
   * A chain that is not yet started.
   *
   * @param program the anvil to run
   * @param kept whether the chain's state outlives the process
   */
  DevelopmentChain(Home home, Children children, Path program, boolean kept) {
    this.home = home;
    this.children = children;
    this.program = program;
    this.kept = kept;
    this.id = id(home);
  }

  private static long id(Home home) {
    if (!Files.exists(home.at("chain/id"))) {
      home.write("chain/id", Long.toString(Secrets.chainId()));
    }
    return Long.parseLong(home.read("chain/id"));
  }

  /** Starts it, on a free port the first time and on the same one again. */
  public void start() {
    if (!Files.isExecutable(program)) {
      throw new CommandFailed(
          ExitCode.SERVER,
          "no anvil at " + program,
          "build again: mvn -pl contracts,ear -am package");
    }
    for (int attempt = 1; port == 0; attempt++) {
      int candidate = Ports.free();
      try {
        start(candidate);
        port = candidate;
        return;
      } catch (CommandFailed e) {
        close();
        if (attempt == ATTEMPTS || !process.lastLines().contains("in use")) {
          throw e;
        }
      }
    }
    // The server was told this port, so after a kill the chain comes back there.
    start(port);
  }

  private void start(int at) {
    rpc = URI.create("http://127.0.0.1:" + at);
    Path log = home.log("chain");
    process =
        children.start(
            new ChildProcess.Plan(
                "chain", command(at), Map.of("HOME", home.at("chain").toString()), log, GRACE));
    Waiting.until(process, START_WITHIN, this::answersAsOurs);
  }

  private List<String> command(int at) {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(program.toString(), "--host", "127.0.0.1", "--port", Integer.toString(at)));
    command.addAll(List.of("--chain-id", Long.toString(id), "--mnemonic", MNEMONIC, "--quiet"));
    command.addAll(List.of("--slots-in-an-epoch", "1", "--mixed-mining", "--block-time", "0.5"));
    if (kept) {
      String state = home.at("chain/state.json").toString();
      command.addAll(List.of("--state", state, "--state-interval", "5"));
    }
    return command;
  }

  /** Whether the node at our port is the child that we started: nobody else has its id. */
  private boolean answersAsOurs() {
    try {
      String answer = new JsonRpc(rpc).call("eth_chainId").asText();
      if (Long.decode(answer) != id) {
        throw new CommandFailed(
            ExitCode.CONFLICT,
            "another chain answers at " + rpc + ", address in use",
            "start again; the port is chosen anew");
      }
      return process.isAlive();
    } catch (IOException e) {
      return false;
    }
  }

  /** Gives an account the ether that its transactions need. */
  public void fund(String address) {
    call("anvil_setBalance", address, "0x" + FUNDS_WEI.toString(16));
  }

  /** A call that only a development chain has; refused unless the node is our own child. */
  public void call(String method, Object... parameters) {
    if (process == null || !process.isAlive() || !answersAsOurs()) {
      throw new IllegalStateException("the chain at " + rpc + " is not ours");
    }
    try {
      new JsonRpc(rpc).call(method, parameters);
    } catch (IOException e) {
      throw new CommandFailed(
              ExitCode.SERVER, "the chain refused " + method, "read " + home.log("chain"))
          .because(e);
    }
  }

  public URI rpc() {
    return rpc;
  }

  public long id() {
    return id;
  }

  /** Ends it as a crash would. */
  public void kill() {
    process.kill();
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }
}
