package io.gridbourse.worker.process;

import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.LeaseWork;
import io.gridbourse.worker.driver.Spawner;
import io.gridbourse.worker.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Shows tasks a bundle beside the programs of the machine. */
record BundleSandbox(Spawner spawner, Sandbox sandbox, Bundle bundle) implements TaskSandbox {
  @Override
  public Process start(LeaseWork work, StagedFiles staged)
      throws LeaseNotRunException, InterruptedException {
    return Runner.start(
        spawner,
        sandbox,
        Runner.spec(work, staged, sandbox, RunnerScript.Holding.WITH_RUNNER)
            .show(bundle.folder(), RunnerScript.APP));
  }

  @Override
  public List<String> words(List<String> command, Map<String, String> variables) {
    List<String> words = new ArrayList<>();
    if (!variables.isEmpty()) {
      words.add("env");
      variables.forEach((name, value) -> words.add(name + "=" + value));
    }
    words.add(RunnerScript.APP + "/" + bundle.entry());
    words.addAll(command.subList(Math.min(1, command.size()), command.size()));
    return words;
  }
}
