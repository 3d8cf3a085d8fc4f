package io.gridbourse.cli.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.cli.lab.simulation.Simulation;
import io.gridbourse.domain.schedule.promise.PromiseRefusal;
import java.nio.file.Path;
import java.util.function.Consumer;

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

  /** Runs a scenario; {@code narrator} hears how it goes. */
  public static Simulation simulate(Path file, Consumer<String> narrator) {
    JsonNode tree = LabText.yaml(file, "simulate");
    Path folder = file.toAbsolutePath().normalize().getParent();
    try {
      return Simulation.run(tree, folder, PredictCase::strategy, narrator);
    } catch (PromiseRefusal refusal) {
      throw LabText.refused(
          refusal.field(), refusal.getMessage(), refusal.limit(), "correct " + refusal.field());
    }
  }

  /** Predicts a bag's end. */
  public static ObjectNode predict(Path file) {
    return PredictCase.solve(LabText.json(file, "predict"));
  }
}
