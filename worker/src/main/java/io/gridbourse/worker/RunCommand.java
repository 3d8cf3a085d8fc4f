package io.gridbourse.worker;

import io.gridbourse.contracts.LedgerException;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.activation.Conditions;
import io.gridbourse.worker.activation.HostPolicy;
import io.gridbourse.worker.agent.Agent;
import io.gridbourse.worker.agent.AgentParts;
import io.gridbourse.worker.agent.LieSwitch;
import io.gridbourse.worker.driver.ProbeReport;
import io.gridbourse.worker.energy.EnergyMeter;
import io.gridbourse.worker.energy.EnergyMeters;
import io.gridbourse.worker.energy.WorkEnergy;
import io.gridbourse.worker.jury.JuryDuty;
import io.gridbourse.worker.link.ContentCache;
import io.gridbourse.worker.link.ServerClock;
import io.gridbourse.worker.link.ServerLink;
import io.gridbourse.worker.link.WorkerKey;
import io.gridbourse.worker.measure.Benchmark;
import io.gridbourse.worker.measure.Processors;
import io.gridbourse.worker.pledge.Pledging;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code run}: works for a pool until it is told to leave. */
@Command(
    name = "run",
    description = "Works for a pool until it is told to leave (SIGTERM or Ctrl-C drains).",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = Logger.getLogger(RunCommand.class.getName());
  private static final long MIB = 1L << 20;
  private static final double MILLION = 1e6;
  private static final Duration PARENT_GONE_GRACE = Duration.ofSeconds(2);

  @Spec private CommandSpec spec;
  @Mixin private DriverOptions driverOptions;
  @Mixin private JuryOptions juryOptions;
  @Mixin private HostOptions hostOptions;

  @Option(names = "--server", required = true, description = "Address, as http://127.0.0.1:8080.")
  private URI server;

  @Option(names = "--token", description = "One-time token, for the first start.")
  private Optional<String> token = Optional.empty();

  @Option(names = "--token-file", description = "File with the token.")
  private Optional<Path> tokenFile = Optional.empty();

  @Option(names = "--name", description = "Shown to people; default: the host's name.")
  private Optional<String> name = Optional.empty();

  @Option(names = "--slots", description = "Leases at once; default: the processors.")
  private int slots = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--cache-mib",
      description =
          "Room for content, in MiB, and as much again for unpacked images; default:"
              + " ${DEFAULT-VALUE}.")
  private long cacheMib = 4_096;

  @Option(names = "--pledge", description = "Raise the pledge to this amount, as '5000 nRLC'.")
  private Optional<String> pledge = Optional.empty();

  @Option(names = "--rpc", description = "A node of the chain, for --pledge and --jury.")
  private Optional<URI> rpc = Optional.empty();

  @Option(names = "--hub", description = "The hub's address; default: as the server says.")
  private Optional<String> hub = Optional.empty();

  @Option(names = "--grace", description = "Time that a drain gives; default: ${DEFAULT-VALUE}.")
  private Duration grace = Duration.ofSeconds(20);

  @Option(
      names = "--patience",
      description = "How long the first start waits for the server; default: ${DEFAULT-VALUE}.")
  private Duration patience = Duration.ofSeconds(30);

  @Option(names = "--exit-with-parent", description = "End when the starting process ends.")
  private boolean exitWithParent;

  @Option(
      names = "--lie",
      hidden = true,
      description = "For demonstrations only: answer wrongly in this share of the tasks.")
  private double lie;

  @Option(
      names = "--collude",
      hidden = true,
      description = "For demonstrations only: workers with the same text lie alike.")
  private Optional<String> collude = Optional.empty();

  @Override
  public Integer call() throws WorkerExit, InterruptedException {
    check();
    try (WorkerHome home = WorkerHome.open(driverOptions.home())) {
      WorkerKey key = home.key();
      LOG.info(() -> "worker=" + key.address() + " home=" + home.path());
      try (Isolation isolation =
          Isolation.of(home.path(), driverOptions.wanted(heapBytes(), cacheMib * MIB))) {
        isolation.reports().forEach(RunCommand::log);
        if (isolation.usable().isEmpty()) {
          throw new WorkerExit(
              WorkerExit.UNFIT,
              "no driver holds on this machine, so it cannot work. See: gridbourse-worker probe");
        }
        return work(home, key, isolation);
      }
    }
  }

  private int work(WorkerHome home, WorkerKey key, Isolation isolation)
      throws WorkerExit, InterruptedException {
    ServerLink link = new ServerLink(server, key, new ServerClock(Clock.systemUTC()));
    WorkerWire.Enrolled enrolled = enrol(home, key, link, isolation);
    raisePledge(key, enrolled);
    juryOptions.enlist(key, new Address(hub.orElse(enrolled.hub())), rpc);
    HostPolicy policy = hostOptions.policy(home.path());
    WorkEnergy energy = energy(home, policy);
    WorkerWire.Benchmark benchmark = measured(home, isolation);
    try (Agent agent =
            new Agent(
                new AgentParts(
                    key,
                    link,
                    enrolled,
                    new ContentCache(
                        home.path().resolve("cache"), cacheMib * MIB, Clock.systemUTC()),
                    home.state(),
                    slots,
                    juryOptions.leasable(isolation.usable()),
                    new LieSwitch(lie, collude.orElse(key.address().hex())),
                    grace,
                    policy.retreat(),
                    energy,
                    benchmark,
                    hostOptions.declaration()));
        HostWatch watch =
            new HostWatch(
                agent, hostOptions.activation(policy, energy), energy, Clock.systemUTC())) {
      watch.start();
      Signals.handle(agent::drain, isolation::close);
      if (exitWithParent) {
        ParentWatch.start(() -> leaveWithParent(agent, isolation));
      }
      try (StatusLine line = StatusLine.of(agent);
          JuryDuty jury = juryOptions.serve(link, key, enrolled, home.path(), isolation.usable())) {
        Logging.above(line);
        LOG.info(() -> "working server=" + server + " pool=" + enrolled.pool() + " slots=" + slots);
        LOG.fine(() -> "serves on juries: " + (jury != null));
        return end(agent.run());
      } finally {
        Logging.above(StatusLine.NONE);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new WorkerExit(
          WorkerExit.UNFIT, "the home folder fails: " + e.getMessage() + ". Is the disk full?", e);
    }
  }

  private WorkEnergy energy(WorkerHome home, HostPolicy policy) {
    EnergyMeter meter =
        EnergyMeters.of(policy.watts(), hostOptions.trees().sys(), System::nanoTime);
    LOG.info(() -> "energy=" + meter.source());
    return new WorkEnergy(
        meter, slots, home.state().resolve("energy"), Conditions.budget(policy.conditions()));
  }

  private WorkerWire.@Nullable Benchmark measured(WorkerHome home, Isolation isolation)
      throws InterruptedException {
    if (!hostOptions.isMeasured()) {
      return null;
    }
    WorkerWire.Benchmark measured =
        new Benchmark(home.path().resolve("tmp"), System::nanoTime)
            .run(isolation.usable(), Runtime.getRuntime().availableProcessors(), memoryBytes());
    LOG.info(
        () ->
            String.format(
                Locale.ROOT,
                "benchmark host=%.0f million/s wasm=%s",
                measured.hostOps() / MILLION,
                measured.guestOps() == null
                    ? "none"
                    : String.format(Locale.ROOT, "%.0f million/s", measured.guestOps() / MILLION)));
    return measured;
  }

  private static int end(Agent.End end) throws WorkerExit {
    return switch (end) {
      case DRAINED -> {
        LOG.info("drained");
        yield 0;
      }
      case NOT_ALLOWED ->
          throw new WorkerExit(
              WorkerExit.NOT_ALLOWED,
              "the server does not know this worker any more: enrol it again with --token");
      case MISDECLARED ->
          throw new WorkerExit(
              WorkerExit.USAGE,
              "the server does not take what --label, --accept, --gpus and --resource say; see the log");
      case REFUSED ->
          throw new WorkerExit(
              WorkerExit.CONFLICT, "the server refuses what this worker sends; see the log");
    };
  }

  private WorkerWire.Enrolled enrol(
      WorkerHome home, WorkerKey key, ServerLink link, Isolation isolation)
      throws WorkerExit, InterruptedException {
    Enrolling enrolling = new Enrolling(link, key, home.state(), patience);
    Optional<WorkerWire.Enrolled> known = enrolling.remembered();
    Optional<String> given = givenToken();
    if (given.isEmpty()) {
      return known.orElseThrow(
          () ->
              new WorkerExit(
                  WorkerExit.USAGE,
                  "the first start needs --token or --token-file: the pool's operator issues one"));
    }
    WorkerWire.Host host =
        new WorkerWire.Host(
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            memoryBytes(),
            Processors.kind(Path.of("/proc/cpuinfo")));
    List<WorkerWire.Driver> drivers =
        isolation.reports().stream().map(ProbeReport::toWire).toList();
    WorkerWire.Enrolment enrolment =
        new WorkerWire.Enrolment(
            given.get(),
            key.address().hex(),
            key.proofFor(given.get()),
            name.orElseGet(RunCommand::hostName),
            "gridbourse-worker/" + Main.VERSION,
            host,
            drivers);
    try {
      return enrolling.enrol(server, enrolment);
    } catch (WorkerExit e) {
      if (e.code() == WorkerExit.NOT_ALLOWED && known.isPresent()) {
        LOG.warning(() -> e.getMessage() + " Going on with the enrolment of an earlier start.");
        return known.get();
      }
      throw e;
    }
  }

  private Optional<String> givenToken() throws WorkerExit {
    if (token.isPresent() || tokenFile.isEmpty()) {
      return token.map(String::strip);
    }
    try {
      return Optional.of(Files.readString(tokenFile.get()).strip());
    } catch (IOException e) {
      throw new WorkerExit(
          WorkerExit.USAGE, "--token-file " + tokenFile.get() + " cannot be read", e);
    }
  }

  private void raisePledge(WorkerKey key, WorkerWire.Enrolled enrolled) throws WorkerExit {
    if (pledge.isEmpty()) {
      return;
    }
    Address address = new Address(hub.orElse(enrolled.hub()));
    try (Pledging pledging = Pledging.open(rpc.orElseThrow(), address, key)) {
      NanoRlc now = pledging.raiseTo(NanoRlc.parse(pledge.get()));
      LOG.info(() -> "pledge=" + now);
    } catch (LedgerException e) {
      throw new WorkerExit(WorkerExit.CONFLICT, e.getMessage(), e);
    } catch (IOException | UncheckedIOException e) {
      throw new WorkerExit(
          WorkerExit.AWAY, "the chain at --rpc " + rpc.get() + " does not answer", e);
    }
  }

  private void check() {
    String scheme = server.getScheme();
    if (server.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw wrong("--server must be an address as http://host:port, but is " + server);
    }
    if (server.getPort() > 65_535 || server.getPort() == 0) {
      throw wrong("--server has the port " + server.getPort() + "; a port is 1 to 65535");
    }
    if (slots < 1 || slots > 1_024) {
      throw wrong("--slots must be 1 to 1024, but is " + slots);
    }
    if (lie < 0 || lie > 1) {
      throw wrong("--lie must be 0 to 1, but is " + lie);
    }
    if (pledge.isPresent() && rpc.isEmpty()) {
      throw wrong("--pledge needs --rpc, the address of a node of the chain");
    }
    try {
      pledge.ifPresent(NanoRlc::parse);
      hub.ifPresent(Address::new);
    } catch (IllegalArgumentException e) {
      throw wrong("--pledge or --hub: " + e.getMessage());
    }
    driverOptions.check(spec);
    juryOptions.check(spec, rpc);
    hostOptions.check(spec, driverOptions.home());
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** The starting process is gone: there is nobody to drain for. */
  private static void leaveWithParent(Agent agent, Isolation isolation) {
    LOG.warning("the starting process is gone: leaving");
    agent.drain();
    try {
      Thread.sleep(PARENT_GONE_GRACE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    isolation.close();
    Runtime.getRuntime().halt(0);
  }

  private long heapBytes() {
    return Math.max(512 * MIB, memoryBytes() / slots);
  }

  private static long memoryBytes() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Runtime.getRuntime().maxMemory();
  }

  private static String hostName() {
    try {
      return java.net.InetAddress.getLocalHost().getHostName();
    } catch (java.net.UnknownHostException e) {
      return "worker";
    }
  }

  private static void log(ProbeReport report) {
    Set<String> notes = new LinkedHashSet<>(report.notes());
    if (report.isEnabled()) {
      LOG.info(
          () ->
              "driver="
                  + report.driver()
                  + " isolation="
                  + report.isolation()
                  + " "
                  + String.join("; ", notes));
    } else {
      LOG.warning(
          () -> "driver=" + report.driver() + " disabled: " + String.join("; ", report.breaches()));
    }
  }
}
