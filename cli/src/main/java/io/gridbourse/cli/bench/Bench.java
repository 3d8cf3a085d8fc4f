package io.gridbourse.cli.bench;

import io.gridbourse.cli.client.Rest;
import io.gridbourse.cli.local.Installation;
import io.gridbourse.cli.output.Terminal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs the measures that were asked for and reports them as Markdown. */
public final class Bench {
  private final Installation installation;
  private final Terminal terminal;
  private final Plan plan;

  /** What can be measured. */
  public enum Measure {
    /** A large bag: tasks per second, rows, memory. */
    throughput,
    /** Bags of one task. */
    latency,
    /** Gas per certified task. */
    gas
  }

  /**
   * What to measure.
   *
   * @param tasks tasks of the large bag
   * @param runs bags of one task
   * @param command the command line, for the report
   */
  public record Plan(Set<Measure> measures, long tasks, int runs, String command) {
    public Plan {
      measures = Set.copyOf(measures);
    }
  }

  /** Measures on an installation that runs. */
  public Bench(Installation installation, Terminal terminal, Plan plan) {
    this.installation = installation;
    this.terminal = terminal;
    this.plan = plan;
  }

  /** Measures; the report. */
  public String run() {
    NoopBags.register(installation.rest("provider"));
    Rest requester = installation.rest("requester");
    List<Row> rows = new ArrayList<>();
    if (plan.measures().contains(Measure.latency)) {
      rows.addAll(new Latency(requester, terminal).measure(plan.runs()));
    }
    if (plan.measures().contains(Measure.gas)) {
      rows.addAll(new Gas(installation, terminal).measure());
    }
    if (plan.measures().contains(Measure.throughput)) {
      rows.addAll(
          new Throughput(requester, Optional.of(installation), terminal).measure(plan.tasks()));
    }
    EnumSet<Measure> left = EnumSet.allOf(Measure.class);
    left.removeAll(plan.measures());
    String where =
        "All on this machine: server (heap 512 MB), PostgreSQL with fsync and synchronous_commit"
            + " on, chain, "
            + installation.workers().size()
            + " workers, and this command.";
    return new Report(plan.command(), where).text(rows, left);
  }

  /** Measures a server that runs elsewhere, as the user of these requests; the report. */
  public static String ofServer(Rest user, Terminal terminal, Plan plan) {
    NoopBags.register(user);
    List<Row> rows = new ArrayList<>();
    if (plan.measures().contains(Measure.latency)) {
      rows.addAll(new Latency(user, terminal).measure(plan.runs()));
    }
    if (plan.measures().contains(Measure.throughput)) {
      rows.addAll(new Throughput(user, Optional.empty(), terminal).measure(plan.tasks()));
    }
    EnumSet<Measure> left = EnumSet.allOf(Measure.class);
    left.removeAll(plan.measures());
    String where =
        "The server is " + user.endpoint() + "; only this command runs on the machine above.";
    return new Report(plan.command(), where).text(rows, left);
  }
}
