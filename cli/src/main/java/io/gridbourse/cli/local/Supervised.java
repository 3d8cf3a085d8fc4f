package io.gridbourse.cli.local;

import io.gridbourse.cli.ExitCode;
import java.util.concurrent.Callable;

/** Runs something on an installation, and ends the installation however that ends. */
public final class Supervised {
  private Supervised() {}

  /** What is done while the installation is there. */
  public interface Work {
    /** Does it; the exit code. */
    ExitCode on(Installation installation) throws Exception;
  }

  /**
   * Makes an installation, starts it, works, ends it: also when the user presses Ctrl-C meanwhile.
   */
  public static int run(Callable<Installation> making, Work work) throws Exception {
    Installation installation = making.call();
    Thread end = new Thread(installation::interrupt, "end of the installation");
    Runtime.getRuntime().addShutdownHook(end);
    try (installation) {
      return work.on(installation.start()).number();
    } catch (Exception e) {
      if (installation.isInterrupted()) {
        return ExitCode.INTERRUPTED.number();
      }
      throw e;
    } finally {
      forget(end);
    }
  }

  private static void forget(Thread end) {
    try {
      Runtime.getRuntime().removeShutdownHook(end);
    } catch (IllegalStateException e) {
      // The hook runs already; it does what close does.
    }
  }
}
