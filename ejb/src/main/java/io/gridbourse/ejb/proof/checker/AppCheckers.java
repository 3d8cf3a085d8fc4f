package io.gridbourse.ejb.proof.checker;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.proof.ResultChecker;
import io.gridbourse.domain.proof.sample.UnitDraw;
import io.gridbourse.domain.proof.sample.Units;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.IexecWire;
import io.gridbourse.domain.wire.Views.EventView;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.data.ContentStore;
import io.gridbourse.ejb.proof.BagDemands;
import io.gridbourse.ejb.sql.Sql;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * The checkers that apps state: one of the server's own by its name, or a WebAssembly module that
 * came with the app, which is run in the sandbox of workers, in a process of its own.
 */
@ApplicationScoped
public class AppCheckers {
  /** How an app names a module that is its checker; {@code sha256:...} follows. */
  public static final String MODULE = "wasm:";

  /** Bytes that the module of a checker may have. */
  public static final long MODULE_BYTES_MAX = 16L << 20;

  private static final Logger LOG = Logger.getLogger(AppCheckers.class.getName());
  private static final int KEPT_MAX = 256;

  /** Where the launcher says that the worker's jars are. */
  private static final String WORKER = "gridbourse.worker";

  /** The first check of a module waits for its compiler. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(150);

  private final Map<String, ResultChecker> kept = new Kept<>();
  private final Map<BagId, PartialCheck> partial = new Kept<>();
  private ContentStore store;
  private Optional<CheckerProcess> process = Optional.empty();
  private Optional<Path> modules = Optional.empty();
  private Sql sql;
  private BagDemands demands;
  private Consumer<EventView> told;
  private Clock clock;

  protected AppCheckers() {}

  /** Checkers of the apps in this database. */
  @Inject
  public AppCheckers(
      DataSource database, ContentStore store, Event<EventView> events, Clock clock) {
    this(database, store, words(), (Consumer<EventView>) events::fire, clock);
  }

  /**
   * Checkers of the apps in this database.
   *
   * @param words that start the process of checkers; empty where there is none
   * @param told hears of checkers that fail
   */
  public AppCheckers(
      DataSource database,
      ContentStore store,
      Optional<List<String>> words,
      Consumer<EventView> told,
      Clock clock) {
    this.sql = new Sql(database);
    this.demands = new BagDemands(database);
    this.store = store;
    this.process = words.map(each -> new CheckerProcess(each, ANSWER_WITHIN));
    this.told = told;
    this.clock = clock;
  }

  private static Optional<List<String>> words() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return Optional.ofNullable(System.getProperty(WORKER))
        .map(
            jars ->
                List.of(
                    java,
                    "-Xmx128m",
                    "-cp",
                    jars + "/*",
                    "io.gridbourse.worker.Main",
                    "check",
                    "--drivers",
                    "wasm"));
  }

  /** Whether this server can run modules that came with apps. */
  public static boolean areModulesServed() {
    return words().isPresent();
  }

  /**
   * The checker that an app states, for a bag; empty if it is none that can be had here, which
   * leaves results to votes.
   */
  public Optional<ResultChecker> of(String name, BagId bag) {
    if (!name.startsWith(MODULE)) {
      return Checkers.all().named(name);
    }
    if (process.isEmpty()) {
      return Optional.empty();
    }
    synchronized (kept) {
      String key = bag + " " + name;
      ResultChecker known = kept.get(key);
      if (known == null) {
        try {
          known = sandboxed(name, bag);
        } catch (IOException e) {
          LOG.log(Level.WARNING, "the checker of a bag cannot be read bag=" + bag, e);
          return Optional.empty();
        }
        kept.put(key, known);
      }
      return Optional.of(known);
    }
  }

  /** The newest; of those that are asked again the count of failures must not be lost. */
  private static final class Kept<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    Kept() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > KEPT_MAX;
    }
  }

  /**
   * What computes parts of a bag's results again; empty if that cannot be had here, which leaves
   * results to votes.
   *
   * @param app its address
   * @param units of which its results consist
   * @param program that workers run
   * @param deal and the number of its first task in the request's volume
   */
  public Optional<PartialCheck> partial(
      String app, Units units, Bag bag, WorkerWire.Program program, IexecWire deal) {
    if (process.isEmpty() || bag.spec().verification().assurance().partial().isEmpty()) {
      return Optional.empty();
    }
    synchronized (kept) {
      PartialCheck known = partial.get(bag.id());
      if (known == null) {
        try {
          known = computing(app, units, bag, program, deal);
        } catch (IOException e) {
          LOG.log(Level.WARNING, "what a bag needs cannot be read bag=" + bag.id(), e);
          return Optional.empty();
        }
        partial.put(bag.id(), known);
      }
      return Optional.of(known);
    }
  }

  private PartialCheck computing(
      String app, Units units, Bag bag, WorkerWire.Program program, IexecWire deal)
      throws IOException {
    Map<String, String> inputs = new HashMap<>();
    for (WorkerWire.InputWire input : program.inputs()) {
      inputs.put(input.path(), file(Sha256.parse(input.content())).toString());
    }
    CheckerProcess runs = process.orElseThrow();
    return new PartialCheck(
        units,
        bag.spec().verification().assurance(),
        new UnitDraw(demands.key(bag.id(), PartialCheck.PURPOSE)),
        new UnitProgram(
            bag.id(), program, deal, file(Sha256.parse(program.app())).toString(), inputs),
        runs::run,
        detail -> blameApp(app, bag.id(), detail));
  }

  private ResultChecker sandboxed(String name, BagId bag) throws IOException {
    return new SandboxedChecker(
        name,
        file(Sha256.parse(name.substring(MODULE.length()))).toString(),
        process.orElseThrow()::ask,
        detail -> blame(name, bag, detail));
  }

  /** The module as a file for the process: compared with its name once more. */
  private Path file(Sha256 module) throws IOException {
    if (modules.isEmpty()) {
      modules = Optional.of(Files.createTempDirectory("gridbourse-checkers"));
    }
    Path file = modules.get().resolve(module.hex() + ".wasm");
    try (InputStream in = store.open(module)) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  /** A checker failed: that is noted with its app, and told to the owner of the bag. */
  private void blame(String name, BagId bag, String detail) {
    LOG.warning(() -> "a checker failed checker=" + name + " bag=" + bag + " " + detail);
    sql.update(
        "update app set checker_faults = checker_faults + 1, checker_fault = ? where checker = ?",
        detail,
        name);
    tell(name, bag, detail);
  }

  /** An app does not compute the units that it was asked for. */
  private void blameApp(String app, BagId bag, String detail) {
    LOG.warning(() -> "an app did not compute its units app=" + app + " bag=" + bag + " " + detail);
    sql.update(
        "update app set checker_faults = checker_faults + 1, checker_fault = ? where address = ?",
        detail,
        app);
    tell("the app's own units", bag, detail);
  }

  private void tell(String name, BagId bag, String detail) {
    told.accept(
        new EventView(
            0,
            clock.instant(),
            "checker.failed",
            bag.text(),
            Map.of("checker", name, "detail", detail)));
  }

  @PreDestroy
  void stop() {
    process.ifPresent(CheckerProcess::close);
    modules.ifPresent(
        folder -> {
          try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
              Files.delete(file);
            }
            Files.delete(folder);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
