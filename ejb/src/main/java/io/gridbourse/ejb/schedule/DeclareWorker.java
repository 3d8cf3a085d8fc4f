package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.pool.Declaration;
import io.gridbourse.domain.pool.Units;
import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.pool.StoredWorkers;
import io.gridbourse.ejb.schedule.match.Expression;
import io.gridbourse.ejb.schedule.match.ExpressionRefused;
import io.gridbourse.ejb.schedule.match.Vocabulary;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;

/** Keeps what the owner of a worker says of it: its labels, and which bags it takes. */
@Stateless
public class DeclareWorker {
  private StoredWorkers workers;

  protected DeclareWorker() {}

  /** The use case with all that it needs. */
  @Inject
  public DeclareWorker(DataSource database, Clock clock) {
    this.workers = new StoredWorkers(database, clock);
  }

  /**
   * Why a declaration is refused.
   *
   * @param code stable, upper snake case
   */
  public record Refusal(String code, String detail, String remedy) {}

  /** Stores what an enrolled worker declares, unless it cannot be understood. */
  public Optional<Refusal> declare(Worker worker, WorkerWire.Declaration said) {
    Declaration declaration;
    try {
      declaration =
          new Declaration(said.labels(), said.accept(), Units.of(said.gpus(), said.resources()));
    } catch (IllegalArgumentException | NullPointerException e) {
      return Optional.of(
          new Refusal(
              "DECLARATION_INVALID",
              e.getMessage() == null
                  ? "labels, accept, gpus and resources must be there"
                  : e.getMessage(),
              "write --label rack=a7, --gpus 2, --resource fpga=1"));
    }
    if (!declaration.accept().isEmpty()) {
      try {
        Expression.read(declaration.accept(), Vocabulary.BAG);
      } catch (ExpressionRefused e) {
        return Optional.of(
            new Refusal("ACCEPT_INVALID", "--accept: " + e.getMessage(), e.remedy()));
      }
    }
    workers.declare(worker.address(), declaration);
    return Optional.empty();
  }
}
