package io.gridbourse.worker.guest;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/** A module, compiled once, or the reason why it cannot be run. */
final class GuestModule {
  private final WasmModule module;
  private final Function<Instance, Machine> machines;
  private final Set<String> imports;
  private final String refusal;

  private GuestModule(
      WasmModule module,
      Function<Instance, Machine> machines,
      Set<String> imports,
      String refusal) {
    this.module = module;
    this.machines = machines;
    this.imports = imports;
    this.refusal = refusal;
  }

  /**
   * Parses and compiles. Functions too large for the Java platform are refused: the interpreter
   * would run them hundreds of times slower than the task's price assumes.
   */
  static GuestModule of(byte[] bytes) {
    try {
      WasmModule module = Parser.parse(bytes);
      if (module.exportSection() == null || !exportsStart(module)) {
        return refused("the module exports no function _start: it is a library, not a program");
      }
      Function<Instance, Machine> machines =
          MachineFactoryCompiler.builder(module)
              .withInterpreterFallback(InterpreterFallback.FAIL)
              .compile();
      Set<String> imports = new HashSet<>();
      module.importSection().stream().forEach(i -> imports.add(i.name()));
      return new GuestModule(module, machines, imports, "");
    } catch (ChicoryException e) {
      return refused("not a WebAssembly module that can be run: " + e.getMessage());
    } catch (RuntimeException e) {
      return refused("the WebAssembly compiler refuses the module: " + e);
    }
  }

  private static GuestModule refused(String reason) {
    return new GuestModule(null, null, Set.of(), reason);
  }

  private static boolean exportsStart(WasmModule module) {
    for (int i = 0; i < module.exportSection().exportCount(); i++) {
      if (module.exportSection().getExport(i).name().equals("_start")) {
        return true;
      }
    }
    return false;
  }

  /** Why the module cannot be run; empty if it can. */
  String refusal() {
    return refusal;
  }

  boolean importsAnything() {
    return !imports.isEmpty();
  }

  boolean importsFiles() {
    return imports.contains("path_open");
  }

  /** The memory that the module declares; nothing declared is no memory. */
  MemoryLimits declaredMemory() {
    return module
        .memorySection()
        .filter(section -> section.memoryCount() > 0)
        .map(section -> section.getMemory(0).limits())
        .orElse(new MemoryLimits(0, 0));
  }

  /** A builder of instances that does not start them. */
  Instance.Builder instances() {
    return Instance.builder(module).withMachineFactory(machines).withStart(false);
  }
}
