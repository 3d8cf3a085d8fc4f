package io.gridbourse.worker;

import io.gridbourse.worker.driver.ProbeReport;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code probe}: attacks the sandboxes of this machine and prints what they isolate. */
@Command(
    name = "probe",
    description = "Attacks the sandboxes of this machine and prints what each driver isolates.",
    mixinStandardHelpOptions = true)
final class ProbeCommand implements Callable<Integer> {
  private static final long HEAP_BYTES_MAX = 1L << 30;

  @Spec private CommandSpec spec;
  @Mixin private DriverOptions driverOptions;

  @Override
  public Integer call() throws WorkerExit, InterruptedException {
    driverOptions.check(spec);
    try (WorkerHome home = WorkerHome.open(driverOptions.home());
        Isolation isolation = Isolation.of(home.path(), driverOptions.wanted(HEAP_BYTES_MAX))) {
      List<ProbeReport> reports = isolation.reports();
      reports.forEach(report -> print(spec.commandLine().getOut(), report));
      return reports.stream().allMatch(ProbeReport::isEnabled) ? 0 : WorkerExit.UNFIT;
    }
  }

  private static void print(PrintWriter out, ProbeReport report) {
    out.println(
        report.driver()
            + (report.isEnabled() ? "  enabled, isolation " + report.isolation() : "  DISABLED"));
    report.breaches().forEach(breach -> out.println("  ! " + breach));
    report.notes().forEach(note -> out.println("  - " + note));
    out.flush();
  }
}
