package io.gridbourse.ejb.market;

import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.TaskEnvironment;
import io.gridbourse.domain.market.Deal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an application of iExec finds in its environment, task by task the same. */
public final class IexecTask {
  static final String IN = TaskEnvironment.IN;
  static final String OUT = TaskEnvironment.OUT;

  /** Where native programs and images have the working directory; WebAssembly's is relative. */
  private static final String WORK = "/work/";

  private IexecTask() {}

  /** Whether a bag came from a deal whose params are those of iExec's client. */
  public static boolean isMadeOfDeal(BagSpec spec) {
    return spec.outputs().equals(List.of(OUT));
  }

  /** Where tasks find the file of their deal's dataset: it is named by the dataset's address. */
  static String datasetPath(Deal deal) {
    return IN + "/" + deal.dataset().hex();
  }

  /** The variables that all tasks of a deal share. */
  public static Map<String, String> variables(Deal deal, App app, BagSpec spec) {
    String root = app.driver().equals(App.WASM) ? "" : WORK;
    String in = root + IN;
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("IEXEC_IN", in);
    variables.put("IEXEC_OUT", root + OUT.substring(0, OUT.length() - 1));
    variables.put("IEXEC_BOT_FIRST_INDEX", Long.toString(deal.tasks().botFirst()));
    variables.put("IEXEC_BOT_SIZE", Long.toString(deal.tasks().botSize()));
    variables.put("IEXEC_REQUESTER_ADDRESS", deal.requester().hex());
    if (!deal.dataset().isZero()) {
      variables.put("IEXEC_DATASET_ADDRESS", deal.dataset().hex());
      variables.put("IEXEC_DATASET_FILENAME", deal.dataset().hex());
    }
    List<String> files =
        spec.inputs().stream()
            .map(BagSpec.Input::path)
            .filter(path -> path.startsWith(IN + "/") && !path.equals(datasetPath(deal)))
            .map(path -> path.substring(IN.length() + 1))
            .toList();
    variables.put("IEXEC_INPUT_FILES_FOLDER", in);
    variables.put("IEXEC_INPUT_FILES_NUMBER", Integer.toString(files.size()));
    for (int i = 0; i < files.size(); i++) {
      variables.put("IEXEC_INPUT_FILE_NAME_" + (i + 1), files.get(i));
    }
    return variables;
  }
}
