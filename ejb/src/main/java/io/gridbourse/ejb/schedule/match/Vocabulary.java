package io.gridbourse.ejb.schedule.match;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The names that an expression may use, with their types. Without macros that go over lists, the
 * cost of an expression is bounded by its length.
 */
public final class Vocabulary {
  /** Characters that an expression may have. */
  public static final int LENGTH_MAX = 2_000;

  /** How deep an expression may be nested. */
  private static final int DEPTH_MAX = 32;

  static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(LENGTH_MAX)
          .maxParseRecursionDepth(DEPTH_MAX)
          .enableHeterogeneousNumericComparisons(true)
          .build();

  private static final Map<String, Long> SIZES =
      Map.of("KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "TiB", 1L << 40);

  /** What a host is; {@code spec.requirements} speaks of it. */
  public static final Vocabulary HOST =
      new Vocabulary(
          Map.ofEntries(
              Map.entry("address", SimpleType.STRING),
              Map.entry("name", SimpleType.STRING),
              Map.entry("os", SimpleType.STRING),
              Map.entry("arch", SimpleType.STRING),
              Map.entry("vendor", SimpleType.STRING),
              Map.entry("family", SimpleType.STRING),
              Map.entry("cpus", SimpleType.INT),
              Map.entry("memory", SimpleType.INT),
              Map.entry("isolation", SimpleType.INT),
              Map.entry("drivers", MapType.create(SimpleType.STRING, SimpleType.INT)),
              Map.entry("site", SimpleType.STRING),
              Map.entry("owner", SimpleType.STRING),
              Map.entry("speed", SimpleType.DOUBLE),
              Map.entry("availability", SimpleType.DOUBLE),
              Map.entry("watts", SimpleType.DOUBLE),
              Map.entry("gpus", SimpleType.INT),
              Map.entry("resources", MapType.create(SimpleType.STRING, SimpleType.INT)),
              Map.entry("labels", MapType.create(SimpleType.STRING, SimpleType.STRING))),
          Map.of());

  /** What a bag asks; {@code --accept} of a worker speaks of it. */
  public static final Vocabulary BAG =
      new Vocabulary(
          Map.ofEntries(
              Map.entry("app", SimpleType.STRING),
              Map.entry("project", SimpleType.STRING),
              Map.entry("requester", SimpleType.STRING),
              Map.entry("driver", SimpleType.STRING),
              Map.entry("category", SimpleType.STRING),
              Map.entry("price", SimpleType.INT),
              Map.entry("tasks", SimpleType.INT),
              Map.entry("cpus", SimpleType.INT),
              Map.entry("memory", SimpleType.INT),
              Map.entry("disk", SimpleType.INT),
              Map.entry("walltime", SimpleType.INT),
              Map.entry("priority", SimpleType.INT),
              Map.entry("deadline", SimpleType.BOOL),
              Map.entry("trust", SimpleType.INT),
              Map.entry("verify", SimpleType.STRING),
              Map.entry("gpus", SimpleType.DOUBLE),
              Map.entry("resources", MapType.create(SimpleType.STRING, SimpleType.INT)),
              Map.entry("labels", MapType.create(SimpleType.STRING, SimpleType.STRING))),
          Map.of("RLC", 1_000_000_000L, "minute", 60L, "hour", 3_600L, "day", 86_400L));

  private final Map<String, CelType> types;
  private final Map<String, Long> units;
  private final CelCompiler compiler;

  private Vocabulary(Map<String, CelType> types, Map<String, Long> units) {
    this.types = new TreeMap<>(types);
    this.units = Map.copyOf(units);
    this.compiler = compiler();
  }

  /** The names without the constants, for people. */
  String names() {
    return String.join(", ", types.keySet());
  }

  /** Numbers that have a name. */
  Map<String, Long> constants() {
    Map<String, Long> constants = new HashMap<>(SIZES);
    constants.putAll(units);
    return constants;
  }

  /** Reads an expression and checks its names and types. */
  CelValidationResult compile(String text) {
    return compiler.compile(text);
  }

  private CelCompiler compiler() {
    CelCompilerBuilder compiler =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.HAS)
            .setResultType(SimpleType.BOOL);
    types.forEach(compiler::addVar);
    constants().keySet().forEach(name -> compiler.addVar(name, SimpleType.INT));
    return compiler.build();
  }
}
