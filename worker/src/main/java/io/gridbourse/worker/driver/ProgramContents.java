package io.gridbourse.worker.driver;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.driver.LeaseNotRunException.Reason;
import io.gridbourse.worker.link.ContentCache;
import io.gridbourse.worker.link.ServerAwayException;
import io.gridbourse.worker.link.ServerLink;
import io.gridbourse.worker.link.ServerRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Fetches what programs need, and checks the paths that they name. */
public final class ProgramContents {
  private final ContentCache cache;
  private final ServerLink link;

  public ProgramContents(ContentCache cache, ServerLink link) {
    this.cache = cache;
    this.link = link;
  }

  /**
   * Tasks, which a driver runs.
   *
   * @param name of the work, for people
   */
  public record Tasks(String name, String bag, long first, int count) {}

  /**
   * Tasks with the contents that they need.
   *
   * @throws LeaseNotRunException if a content cannot be had, or the program is not understood
   */
  public LeaseWork fetch(Tasks tasks, WorkerWire.Program program)
      throws LeaseNotRunException, InterruptedException {
    try {
      Map<String, Path> inputs = new LinkedHashMap<>();
      for (WorkerWire.InputWire input : program.inputs()) {
        requireInside(input.path());
        inputs.put(input.path(), cache.get(Sha256.parse(input.content()), link::content));
      }
      program.outputs().forEach(ProgramContents::requireInside);
      if (program.checkpoint() != null) {
        requireInside(program.checkpoint().path());
      }
      Path app = cache.get(Sha256.parse(program.app()), link::content);
      return new LeaseWork(
          tasks.name(), new BagId(tasks.bag()), tasks.first(), tasks.count(), program, app, inputs);
    } catch (IOException | ServerAwayException | ServerRefusedException e) {
      throw new LeaseNotRunException(
          Reason.INPUT, "content cannot be fetched: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new LeaseNotRunException(
          Reason.INPUT, "the program is not understood: " + e.getMessage(), e);
    }
  }

  /** Paths of inputs and outputs stay in the working directory. */
  private static void requireInside(String path) {
    Path normal = Path.of(path).normalize();
    if (path.isBlank()
        || normal.isAbsolute()
        || normal.startsWith("..")
        || normal.toString().isEmpty()
        || path.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("a path must stay in the working directory: " + path);
    }
  }
}
