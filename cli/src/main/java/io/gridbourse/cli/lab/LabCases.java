package io.gridbourse.cli.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/** The cases that the laboratory solves: each reads a file and answers with the steps it took. */
public final class LabCases {
  private LabCases() {}

  /** Ranks alternatives. */
  public static ObjectNode rank(Path file) {
    return RankCase.solve(LabText.json(file, "rank"));
  }

  /** Judges votes. */
  public static ObjectNode certify(Path file) {
    return CertifyCase.solve(LabText.json(file, "certify"));
  }

  /** Places data. */
  public static ObjectNode place(Path file) {
    return PlaceCase.solve(LabText.json(file, "place"));
  }

  /** Predicts a bag's end. */
  public static ObjectNode predict(Path file) {
    return PredictCase.solve(LabText.json(file, "predict"));
  }
}
