package io.gridbourse.worker;

import io.gridbourse.domain.pool.Declaration;
import io.gridbourse.domain.pool.Units;
import io.gridbourse.worker.activation.Activation;
import io.gridbourse.worker.activation.Conditions;
import io.gridbourse.worker.activation.DayEnergy;
import io.gridbourse.worker.activation.HostPolicy;
import io.gridbourse.worker.activation.HostTrees;
import io.gridbourse.worker.measure.Gpus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options about the machine: when its owner lets it work, and what it uses. */
final class HostOptions {
  private static final String POLICY = "policy";

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "File with the owner's decisions; default: the file policy in --home.")
  private Optional<Path> policy = Optional.empty();

  @Option(
      names = "--when",
      paramLabel = "CONDITION",
      description =
          "Work only while this holds; may be repeated, and all must hold, with those of --policy"
              + " (default: always). One of: always,"
              + " 'processor-idle load=25%% for=5m', 'input-idle for=10m',"
              + " 'calendar mon-fri 19:00-07:00 zone=Europe/Paris', mains,"
              + " 'battery floor=40%% resume=60%%', 'temperature max=80C resume=70C',"
              + " 'energy-budget wh=500'.")
  private List<String> when = new ArrayList<>();

  @Option(
      names = "--retreat",
      paramLabel = "TIME",
      description =
          "How long running tasks may go on once a condition of --when no longer holds, such as"
              + " 90s; default: what --policy says, else 5s.")
  private Optional<String> retreat = Optional.empty();

  @Option(
      names = "--watts",
      paramLabel = "WATTS",
      description =
          "Power of the whole machine at work, in watts, for a machine that does not meter it;"
              + " default: what --policy says, else what its counters tell.")
  private Optional<Double> watts = Optional.empty();

  @Option(
      names = "--label",
      paramLabel = "NAME=VALUE",
      description =
          "A word about the machine that bags may ask for in spec.requirements, as"
              + " labels.rack == 'a7'; may be repeated.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--accept",
      paramLabel = "CONDITION",
      description =
          "Which bags it takes, a condition over what they ask, such as"
              + " \"project == 'physics' || price >= 5000\"; default: all. Names: app, project,"
              + " requester, driver, category, price (nRLC a task), tasks, cpus, memory, disk,"
              + " walltime (seconds), priority, deadline, trust, verify, labels.")
  private String accept = "";

  @Option(
      names = "--gpus",
      paramLabel = "COUNT",
      description = "GPUs that tasks may have; default: those that nvidia-smi lists.")
  private Optional<Integer> gpus = Optional.empty();

  @Option(
      names = "--resource",
      paramLabel = "NAME=COUNT",
      description =
          "Units of something else that tasks may have to themselves, by a name that bags ask for"
              + " in spec.resources.custom; may be repeated.")
  private Map<String, Integer> resources = new LinkedHashMap<>();

  @Option(
      names = "--proc",
      paramLabel = "DIR",
      description = "Where /proc of the machine is; for containers.")
  private Path proc = HostTrees.own().proc();

  @Option(
      names = "--sys",
      paramLabel = "DIR",
      description = "Where /sys of the machine is; for containers.")
  private Path sys = HostTrees.own().sys();

  @Option(
      names = "--dev",
      paramLabel = "DIR",
      description = "Where /dev of the machine is; for containers.")
  private Path dev = HostTrees.own().dev();

  @Option(names = "--no-benchmark", description = "Do not measure the machine at the start.")
  private boolean noBenchmark;

  /** Refuses what cannot be understood, before anything is started. */
  void check(CommandSpec spec, Path home) {
    try {
      declaration(gpus.orElse(0));
      activation(policy(home), (now, zone) -> OptionalDouble.empty());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** What the owner decided: the file, and what the command line adds to it or puts in place. */
  HostPolicy policy(Path home) {
    Path file = policy.orElseGet(() -> home.resolve(POLICY));
    HostPolicy read =
        policy.isPresent() || Files.exists(file) ? HostPolicy.read(file) : HostPolicy.open();
    return read.with(when, retreat.map(HostPolicy::parseRetreat), watts);
  }

  /** The conditions of a policy, on this machine. */
  Activation activation(HostPolicy decided, DayEnergy energy) {
    return new Conditions(trees(), energy).all(decided.conditions());
  }

  /** What the owner says of the machine, and what is found there. */
  Declaration declaration() throws InterruptedException {
    return declaration(gpus.isPresent() ? gpus.get() : Gpus.count());
  }

  private Declaration declaration(int devices) {
    return new Declaration(labels, accept.strip(), Units.of(devices, resources));
  }

  HostTrees trees() {
    return new HostTrees(proc, sys, dev);
  }

  boolean isMeasured() {
    return !noBenchmark;
  }
}
