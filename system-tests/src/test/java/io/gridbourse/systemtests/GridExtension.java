package io.gridbourse.systemtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link Grid}, which they share: starting one takes half a minute. What a test
 * leaves broken is replaced before the next. After each test a look at the books must find nothing
 * wrong, and after each class all {@link Invariants} must hold.
 */
final class GridExtension implements AfterEachCallback, AfterAllCallback, ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(GridExtension.class);

  @Override
  public void afterEach(ExtensionContext context) {
    Holder holder = holder(context);
    boolean used = holder.used;
    holder.used = false;
    holder.failed |= context.getExecutionException().isPresent();
    holder.unchecked |= used;
    if (used && context.getExecutionException().isEmpty()) {
      holder.invariants.holdAtAGlance();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Holder holder = holder(context);
    boolean due = (holder.unchecked || holder.used) && !holder.failed;
    holder.used = false;
    holder.failed = false;
    holder.unchecked = false;
    if (due && holder.grid.isWhole()) {
      holder.invariants.hold();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Grid.class;
  }

  @Override
  public Grid resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return holder(context).whole();
  }

  private static Holder holder(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Holder.class, key -> new Holder(), Holder.class);
  }

  /** The shared grid, closed with the last test. */
  private static final class Holder implements AutoCloseable {
    private static final Path HOMES = Path.of("target", "grids");
    private Grid grid;
    private Invariants invariants;
    private boolean used;
    private boolean unchecked;
    private boolean failed;

    Grid whole() {
      used = true;
      if (grid != null && !grid.isWhole()) {
        grid.close();
        grid = null;
      }
      if (grid == null) {
        grid = Grid.start(newHome());
        invariants = new Invariants(grid);
      }
      return grid;
    }

    private static Path newHome() {
      try {
        Files.createDirectories(HOMES);
        return Files.createTempDirectory(HOMES, "grid-");
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      if (grid != null) {
        grid.close();
      }
    }
  }
}
