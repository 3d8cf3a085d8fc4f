package io.gridbourse.ejb.schedule.match;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition in Common Expression Language, checked: it holds or not for any values of its names.
 * What is not known makes it neither; then it does not hold, unless the rest decides.
 */
public final class Expression {
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(Vocabulary.OPTIONS).build();
  private static final Pattern UNKNOWN =
      Pattern.compile("undeclared reference to '([^']*)' \\(in container ''\\)");
  private static final String CANDIDATES = " (candidates:";

  private final CelRuntime.Program program;
  private final Map<String, Long> constants;

  private Expression(CelRuntime.Program program, Map<String, Long> constants) {
    this.program = program;
    this.constants = constants;
  }

  /**
   * Reads an expression that speaks of something.
   *
   * @throws ExpressionRefused if it cannot be read, uses what is unknown, or is no condition
   */
  public static Expression read(String text, Vocabulary vocabulary) throws ExpressionRefused {
    if (text.length() > Vocabulary.LENGTH_MAX) {
      throw new ExpressionRefused(
          "it has " + text.length() + " characters, the limit is " + Vocabulary.LENGTH_MAX,
          "write it shorter, or label the hosts and ask for the label");
    }
    CelValidationResult result = vocabulary.compile(text);
    if (result.hasError()) {
      throw refusal(result.getErrors().get(0), vocabulary);
    }
    try {
      CelAbstractSyntaxTree tree = result.getAst();
      if (!tree.getResultType().equals(SimpleType.BOOL)) {
        throw new ExpressionRefused(
            "it is a value and no condition", "compare it with something, such as cpus >= 8");
      }
      return new Expression(RUNTIME.createProgram(tree), vocabulary.constants());
    } catch (CelValidationException | CelEvaluationException e) {
      throw new ExpressionRefused(firstLine(e.getMessage()), "write another expression");
    }
  }

  private static ExpressionRefused refusal(CelIssue issue, Vocabulary vocabulary) {
    int line = issue.getSourceLocation().getLine();
    int column = issue.getSourceLocation().getColumn() + 1;
    String where =
        column < 1 ? "" : (line > 1 ? "line " + line + ", " : "") + "column " + column + ": ";
    String message = firstLine(issue.getMessage());
    Matcher unknown = UNKNOWN.matcher(message);
    if (unknown.matches()) {
      return new ExpressionRefused(
          where + "nothing is named " + unknown.group(1),
          "use only " + vocabulary.names() + ", and text in quotes");
    }
    int candidates = message.indexOf(CANDIDATES);
    return candidates > 0
        ? new ExpressionRefused(
            where + message.substring(0, candidates),
            "compare numbers with numbers and text with text in quotes")
        : new ExpressionRefused(
            where + message, "write a condition such as os == 'Linux' && memory >= 16 * GiB");
  }

  private static String firstLine(String message) {
    String text = String.valueOf(message);
    return text.lines().findFirst().orElse(text);
  }

  /** Whether it holds for such values; names without a value are unknown. */
  public boolean holds(Map<String, Object> values) {
    Map<String, Object> all = new HashMap<>(constants);
    all.putAll(values);
    try {
      return Boolean.TRUE.equals(program.eval(all));
    } catch (CelEvaluationException e) {
      // A label that is not there, a division by zero: nothing that holds.
      return false;
    }
  }
}
