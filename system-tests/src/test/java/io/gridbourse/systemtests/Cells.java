package io.gridbourse.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The states of a bag's tasks, one letter a task. */
record Cells(String letters) {
  private static final Pattern RUN = Pattern.compile("([WLSCFX])(\\d+)");

  /** All cells of a bag. */
  static Cells of(Grid grid, String bag, long tasks) {
    JsonNode view = grid.rest("admin").get("/api/v1/bags/" + bag + "/cells?first=0&count=" + tasks);
    StringBuilder letters = new StringBuilder();
    String runs = view.path("runs").asText();
    Matcher run = RUN.matcher(runs);
    while (run.find()) {
      letters.append(run.group(1).repeat(Integer.parseInt(run.group(2))));
    }
    if (letters.length() != tasks) {
      throw new AssertionError(letters.length() + " cells of " + tasks + " tasks: " + runs);
    }
    return new Cells(letters.toString());
  }

  long open() {
    return letters.chars().filter(letter -> "WLS".indexOf(letter) >= 0).count();
  }
}
