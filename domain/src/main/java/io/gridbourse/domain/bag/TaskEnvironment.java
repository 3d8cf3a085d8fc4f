package io.gridbourse.domain.bag;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.TaskId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The variables that a task of a deal finds in its environment, as iExec's applications expect
 * them.
 *
 * @param botFirst index of the bag's first task in the volume of the request
 * @param fixed variables that all tasks share
 */
public record TaskEnvironment(DealId deal, long botFirst, Map<String, String> fixed) {
  /** Folder, below the working directory, of the files that a task gets. */
  public static final String IN = "iexec_in";

  /** Folder, below the working directory, whose files are a task's result; a declared output. */
  public static final String OUT = "iexec_out/";

  private static final String NAME = "[A-Z][A-Z0-9_]{0,63}";

  public TaskEnvironment {
    fixed = Map.copyOf(fixed);
    if (botFirst < 0 || !fixed.keySet().stream().allMatch(name -> name.matches(NAME))) {
      throw new IllegalArgumentException("a variable's name is 1 to 64 of A-Z 0-9 _");
    }
  }

  /** Variables that differ from task to task. */
  public Map<String, String> at(long index) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("IEXEC_TASK_ID", TaskId.of(deal, botFirst + index).hex());
    variables.put("IEXEC_BOT_TASK_INDEX", Long.toString(botFirst + index));
    return variables;
  }

  /** Whether a declared output is a folder, all of whose files are taken. */
  public static boolean isFolder(String output) {
    return output.endsWith("/");
  }
}
