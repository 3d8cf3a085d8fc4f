package io.gridbourse.worker.driver;

import io.gridbourse.worker.sandbox.Sandbox;
import io.gridbourse.worker.sandbox.SandboxFolder;
import io.gridbourse.worker.sandbox.SandboxTools;
import io.gridbourse.worker.wasm.WasmDriver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A real sandbox for tests; where bubblewrap is missing the tests fail and say so. */
public final class SandboxFixture implements AutoCloseable {
  private static final long HEAP_BYTES_MAX = 1L << 30;
  private final SandboxFolder folder;
  private final Sandbox sandbox;
  private final Spawner spawner = new Spawner();

  public SandboxFixture(Path home) throws IOException, InterruptedException {
    boolean root = "root".equals(System.getProperty("user.name"));
    Optional<Integer> dropTo = root ? Optional.of(Sandbox.NOBODY) : Optional.empty();
    SandboxTools tools = SandboxTools.find(System.getenv());
    this.folder = SandboxFolder.of(home, root);
    this.sandbox = Sandbox.detect(tools, folder, dropTo);
    if (!sandbox.isUsable()) {
      throw new IllegalStateException("these tests need a sandbox: " + sandbox.problem());
    }
  }

  public SandboxFolder folder() {
    return folder;
  }

  public Sandbox sandbox() {
    return sandbox;
  }

  public Spawner spawner() {
    return spawner;
  }

  /** A driver whose guests run in a sandbox, this one or another. */
  public WasmDriver wasmDriver(Sandbox around) throws IOException {
    return new WasmDriver(
        spawner, around, folder, Path.of(System.getProperty("java.home")), HEAP_BYTES_MAX);
  }

  @Override
  public void close() {
    spawner.close();
    folder.close();
  }
}
