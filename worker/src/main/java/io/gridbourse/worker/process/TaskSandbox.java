package io.gridbourse.worker.process;

import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.LeaseWork;
import java.util.List;
import java.util.Map;

/** Where a runner serves the tasks of a lease: what is shown to them, and how one is started. */
public interface TaskSandbox {
  /** Starts a sandbox in which the runner waits for tasks. */
  Process start(LeaseWork work, StagedFiles staged)
      throws LeaseNotRunException, InterruptedException;

  /**
   * The words that the runner starts a task by.
   *
   * @param command the bag's command with its placeholders replaced; may be empty
   * @param variables of the environment, beside those that every task has
   */
  List<String> words(List<String> command, Map<String, String> variables);
}
