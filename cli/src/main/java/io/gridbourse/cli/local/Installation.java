package io.gridbourse.cli.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.Endpoint;
import io.gridbourse.cli.client.Patience;
import io.gridbourse.cli.client.Rest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.web3j.crypto.Credentials;

/**
 * A whole installation on this machine: development chain, database, server and workers, all on
 * loopback and free ports, all data in one home. It can be closed at any moment, from any thread,
 * also while it starts; then nothing of it is left running and no lock is left behind.
 */
public final class Installation implements AutoCloseable {
  /** Homes of supporting workers, which the server starts when a bag needs them. */
  static final String SUPPORT = "support";

  private static final Duration ENROLLED_WITHIN = Duration.ofMinutes(2);

  private final Builder plan;
  private final Home home;
  private final HomeLock lock;
  private final Children children = new Children();
  private final DevelopmentChain chain;
  private final Database database;
  private final Server server;
  private final List<LocalWorker> workers = new ArrayList<>();
  private Ledger ledger;
  private Duration workersTook = Duration.ZERO;
  private volatile boolean closing;
  private volatile boolean interrupted;

  /** A part did not start: its log is what the message tells to read, so that it must stay. */
  private volatile boolean failed;

  private Installation(Builder plan) {
    this.plan = plan;
    this.home = plan.home == null ? Home.temporary() : Home.at(plan.home);
    this.lock = HomeLock.take(home);
    this.chain =
        new DevelopmentChain(home, children, plan.bundle.at("bin/anvil"), plan.home != null);
    this.database = new Database(home);
    this.server = new Server(home, children, plan.bundle, database, plan.port);
  }

  /** Parts that can be killed and started again. */
  public enum Component {
    CHAIN,
    DATABASE,
    SERVER
  }

  /** A plan of an installation with no workers in a temporary home. */
  public static Builder builder() {
    return new Builder();
  }

  /** How an installation shall be. */
  public static final class Builder {
    private Bundle bundle;
    private Path home;
    private int port;
    private List<WorkerPlan> workers = List.of();
    private Map<String, String> settings = Map.of();
    private int supportHomes = 1;
    private int stakePercent;
    private Consumer<String> narrator = message -> {};

    /** What to run; without it the bundle that the launcher named. */
    public Builder bundle(Bundle chosen) {
      this.bundle = chosen;
      return this;
    }

    /** Keeps all data in this folder, for another start; else it is deleted at the end. */
    public Builder home(Path folder) {
      this.home = folder;
      return this;
    }

    /** The server's port; 0 for a free one. */
    public Builder port(int chosen) {
      this.port = chosen;
      return this;
    }

    /** Workers to start with it. */
    public Builder workers(List<WorkerPlan> plans) {
      this.workers = List.copyOf(plans);
      return this;
    }

    /** How many supporting workers the server can start; 1 without it. */
    public Builder supportHomes(int count) {
      this.supportHomes = count;
      return this;
    }

    /** What a worker loses by a wrong answer, in percent of the price of a task; 30 without it. */
    public Builder stakePercent(int percent) {
      this.stakePercent = percent;
      return this;
    }

    /** Settings that a new installation's server has besides its own. */
    public Builder settings(Map<String, String> more) {
      this.settings = Map.copyOf(more);
      return this;
    }

    /** Told each step in a few words. */
    public Builder narrator(Consumer<String> listener) {
      this.narrator = listener;
      return this;
    }

    /** An installation that is not yet started: close it in any case. */
    public Installation build() {
      if (bundle == null) {
        bundle = Bundle.ofThisProcess();
      }
      Ports.chosen(port, "--port");
      return new Installation(this);
    }
  }

  /** Starts everything and waits until the workers are enrolled. */
  public Installation start() {
    step("database", database::start);
    startLedger();
    step("server", server::start);
    if (!plan.workers.isEmpty()) {
      long start = System.nanoTime();
      step("workers", () -> startWorkers(plan.workers));
      workersTook = Duration.ofNanos(System.nanoTime() - start);
    }
    return this;
  }

  /** Starts only the chain with its ledger, which is made if it is not there. */
  public Installation startLedger() {
    step("development chain", chain::start);
    if (home.isSetUp()) {
      step("ledger", this::openLedger);
    } else {
      step("ledger: contracts, pool, funds", this::makeLedger);
    }
    return this;
  }

  private void step(String what, Runnable step) {
    if (closing) {
      throw new CommandFailed(ExitCode.INTERRUPTED, "interrupted", "");
    }
    long start = System.nanoTime();
    try {
      step.run();
    } catch (CommandFailed e) {
      failed = !closing;
      throw e;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    plan.narrator.accept(String.format("%-32s ready after %.1f s", what, seconds));
  }

  private void makeLedger() {
    ledger = new Ledger(home, chain);
    KeyFolder keys = new KeyFolder(home, "keys");
    String operator = keys.key("operator").getAddress();
    var addresses = ledger.deploy();
    String description = "local";
    String pool = ledger.createPool(operator, description);
    ledger.endow(operator);
    ledger.endow(keys.key("requester").getAddress());
    chain.fund(keys.key("provider").getAddress());
    if (plan.stakePercent > 0) {
      ledger.setStake(keys.key("operator"), pool, plan.stakePercent);
    }
    pledgeSupporters();
    People.write(home);
    new ServerSettings(home)
        .write(
            chain.rpc(),
            addresses,
            new ServerSettings.Pool(pool, description),
            new ServerSettings.Extras(
                ledger.deployAnchors(operator),
                ledger.deployInsurance(keys.key("underwriter").getAddress())));
    new ServerSettings(home).add(plan.settings);
  }

  private void pledgeSupporters() {
    for (int i = 1; i <= plan.supportHomes; i++) {
      ledger.pledge(supporter(i));
    }
  }

  private Credentials supporter(int number) {
    return new KeyFolder(home, SUPPORT + "/" + number).key("key");
  }

  /** The accounts of the supporting workers that the server can start. */
  public List<String> supporters() {
    List<String> accounts = new ArrayList<>();
    for (int i = 1; i <= plan.supportHomes; i++) {
      accounts.add(supporter(i).getAddress());
    }
    return accounts;
  }

  /** How long the workers of the plan took to start and to enrol, all at once. */
  public Duration workersTook() {
    return workersTook;
  }

  private void openLedger() {
    ledger = new Ledger(home, chain);
    ServerSettings settings = new ServerSettings(home);
    settings.moveChain(chain.rpc());
    ledger.use(settings.ledger());
    pledgeSupporters();
  }

  /** Starts more workers and waits until all are enrolled. */
  public void startWorkers(List<WorkerPlan> plans) {
    List<LocalWorker> started = new ArrayList<>();
    for (WorkerPlan worker : plans) {
      started.add(startWorker(worker));
    }
    long deadline = System.nanoTime() + ENROLLED_WITHIN.toNanos();
    while (!allOnline(started)) {
      if (System.nanoTime() > deadline) {
        throw new CommandFailed(
            ExitCode.TIMEOUT,
            "not all workers enrolled within " + ENROLLED_WITHIN.toSeconds() + " s",
            "read the logs in " + home.at("logs"));
      }
      Waiting.pause();
    }
  }

  private LocalWorker startWorker(WorkerPlan worker) {
    LocalWorker local = new LocalWorker(home, children, plan.bundle, worker);
    ledger.pledge(local.credentials());
    synchronized (workers) {
      workers.add(local);
    }
    local.start(server.url(), enrolmentToken(), slots(local));
    return local;
  }

  /** All workers together keep all processors busy, and none waits for another's. */
  private int slots(LocalWorker worker) {
    if (worker.wantedSlots() > 0) {
      return worker.wantedSlots();
    }
    int all = Math.max(workers().size(), plan.workers.size());
    return Math.max(1, Runtime.getRuntime().availableProcessors() / Math.max(1, all));
  }

  private String enrolmentToken() {
    return rest(People.ADMIN)
        .post("/api/v1/workers/tokens", JsonNodeFactory.instance.objectNode())
        .body()
        .path("token")
        .asText();
  }

  private boolean allOnline(List<LocalWorker> started) {
    List<String> known = new ArrayList<>();
    for (var row : rest(People.ADMIN).list("/api/v1/workers", 1_000)) {
      known.add(row.path("address").asText().toLowerCase(java.util.Locale.ROOT));
    }
    for (LocalWorker worker : started) {
      if (!worker.isAlive()) {
        throw worker.died();
      }
    }
    return started.stream().allMatch(worker -> known.contains(worker.address()));
  }

  /** Requests to the server as {@code user}: requester, provider or admin. */
  public Rest rest(String user) {
    return new Rest(
        new Endpoint(server.url(), Optional.of(token(user))),
        Patience.forOneCommand(plan.narrator));
  }

  /** The token of requester, provider or admin. */
  public String token(String user) {
    return home.read(People.tokenFile(user));
  }

  /** The account of key operator, requester or provider. */
  public String account(String key) {
    return new KeyFolder(home, "keys").key(key).getAddress();
  }

  /** Ends a part as a crash would. */
  public void kill(Component component) {
    switch (component) {
      case CHAIN -> chain.kill();
      case DATABASE -> database.kill();
      case SERVER -> server.kill();
    }
  }

  /** Ends a part in good order. */
  public void stop(Component component) {
    switch (component) {
      case CHAIN -> chain.close();
      case DATABASE -> database.stop();
      case SERVER -> server.close();
    }
  }

  /** Starts a part again that was killed or stopped. */
  public void restart(Component component) {
    switch (component) {
      case CHAIN -> chain.start();
      case DATABASE -> database.start();
      case SERVER -> server.start();
    }
  }

  /** Starts a worker again that was killed or stopped; it has enrolled before. */
  public void restart(LocalWorker worker) {
    worker.start(server.url(), "", slots(worker));
  }

  /** The server's address; the console is there too. */
  public URI url() {
    return server.url();
  }

  public Home home() {
    return home;
  }

  public Ledger ledger() {
    return ledger;
  }

  /** Where the insurance is, if this installation has one. */
  public Optional<String> insurance() {
    return new ServerSettings(home).insurance();
  }

  public DevelopmentChain chain() {
    return chain;
  }

  public Database database() {
    return database;
  }

  public Server server() {
    return server;
  }

  /** The workers that were started, in that order. */
  public List<LocalWorker> workers() {
    synchronized (workers) {
      return List.copyOf(workers);
    }
  }

  /** Whether chain, database, server and all workers run. */
  public boolean isHealthy() {
    return chain.isAlive()
        && database.isAlive()
        && server.isAlive()
        && workers().stream().allMatch(LocalWorker::isAlive);
  }

  /** Ends everything because the user wants no more; whoever waits for it may be quiet. */
  void interrupt() {
    interrupted = true;
    close();
  }

  boolean isInterrupted() {
    return interrupted;
  }

  /** Ends everything, workers first, so that each finds the others as long as it needs them. */
  @Override
  public synchronized void close() {
    if (closing) {
      return;
    }
    closing = true;
    children.forbid();
    workers().forEach(LocalWorker::ask);
    List<AutoCloseable> parts = new ArrayList<>(workers());
    parts.add(server);
    if (ledger != null) {
      parts.add(ledger);
    }
    parts.add(database);
    parts.add(chain);
    parts.add(children);
    parts.add(lock);
    RuntimeException failure = null;
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        failure = failure == null ? new IllegalStateException("an end failed", e) : failure;
      }
    }
    if (plan.home == null) {
      deleteHome();
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void deleteHome() {
    if (failed) {
      home.deleteAllBut("logs");
    } else {
      home.delete("");
    }
  }
}
