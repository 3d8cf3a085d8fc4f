package io.gridbourse.worker;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code keygen}: makes the worker's key, if it has none, and prints its address. */
@Command(
    name = "keygen",
    description = "Makes the worker's key, if there is none, and prints its address.",
    mixinStandardHelpOptions = true)
final class KeygenCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DriverOptions driverOptions;

  @Override
  public Integer call() throws WorkerExit {
    try (WorkerHome home = WorkerHome.open(driverOptions.home())) {
      boolean had = home.hasKey();
      spec.commandLine().getOut().println(home.key().address());
      spec.commandLine().getOut().flush();
      if (had) {
        spec.commandLine().getErr().println("the key was there already: " + home.path());
      }
      return 0;
    }
  }
}
