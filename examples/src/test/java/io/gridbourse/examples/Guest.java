package io.gridbourse.examples;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasi.WasiExitException;
import com.dylibso.chicory.wasi.WasiOptions;
import com.dylibso.chicory.wasi.WasiPreview1;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** A module of this build, compiled once; every run is a fresh instance, as on a worker. */
final class Guest {
  private static final int PAGES_MAX = 64;

  private final WasmModule module;
  private final Function<Instance, Machine> machines;

  private Guest(WasmModule module) {
    this.module = module;
    this.machines =
        MachineFactoryCompiler.builder(module)
            .withInterpreterFallback(InterpreterFallback.FAIL)
            .compile();
  }

  /** Loads a module from the class path. */
  static Guest load(String resource) {
    try (InputStream bytes =
        Objects.requireNonNull(Guest.class.getResourceAsStream(resource), resource)) {
      return new Guest(Parser.parse(bytes.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a command did. */
  record Outcome(int exitCode, String stdout, String stderr) {}

  Outcome run(String... words) {
    return run(Map.of(), words);
  }

  Outcome run(Map<String, String> environment, String... words) {
    ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    WasiOptions.Builder options =
        WasiOptions.builder().withStdout(stdout).withStderr(stderr).withArguments(List.of(words));
    environment.forEach(options::withEnvironment);
    int exitCode = start(options.build());
    return new Outcome(
        exitCode, stdout.toString(StandardCharsets.UTF_8), stderr.toString(StandardCharsets.UTF_8));
  }

  /** Runs the command with its output going to a stream; gives its exit code. */
  int run(OutputStream stdout) {
    return run(stdout, "guest");
  }

  /** As {@link #run(OutputStream)}, with arguments. */
  int run(OutputStream stdout, String... words) {
    return start(WasiOptions.builder().withStdout(stdout).withArguments(List.of(words)).build());
  }

  private int start(WasiOptions options) {
    try (WasiPreview1 wasi = WasiPreview1.builder().withOptions(options).build()) {
      instantiate(wasi);
      return 0;
    } catch (WasiExitException e) {
      return e.exitCode();
    }
  }

  /** An instance whose exports a test calls. */
  Instance instance() {
    return instantiate(WasiPreview1.builder().withOptions(WasiOptions.builder().build()).build());
  }

  private Instance instantiate(WasiPreview1 wasi) {
    Instance.Builder builder =
        Instance.builder(module)
            .withImportValues(ImportValues.builder().addFunction(wasi.toHostFunctions()).build())
            .withMachineFactory(machines)
            .withMemoryFactory(ByteArrayMemory::new);
    module
        .memorySection()
        .filter(section -> section.memoryCount() > 0)
        .map(section -> section.getMemory(0).limits())
        .ifPresent(
            limits ->
                builder.withMemoryLimits(
                    new MemoryLimits(
                        limits.initialPages(), Math.min(limits.maximumPages(), PAGES_MAX))));
    return builder.build();
  }
}
