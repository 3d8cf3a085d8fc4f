package io.gridbourse.ejb.market;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.Sweep;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code spec.params} into a sweep and checks how many tasks it makes. */
final class SpecParams {
  private static final String FIELD = "spec.params";
  private static final Pattern RANGE =
      Pattern.compile("\\s*([0-9]{1,19})\\s*-\\s*([0-9]{1,19})\\s*(?::\\s*([0-9]{1,19})\\s*)?");
  private static final String WHOLE_RANGE = "range";
  private final List<SpecProblem> problems;

  SpecParams(List<SpecProblem> problems) {
    this.problems = problems;
  }

  /** The sweep; {@link Sweep#NONE} if something is wrong with it. */
  Sweep read(JsonNode params) {
    List<Sweep.Axis> axes = new ArrayList<>();
    int before = problems.size();
    for (Iterator<Map.Entry<String, JsonNode>> it = params.fields(); it.hasNext(); ) {
      Map.Entry<String, JsonNode> param = it.next();
      axis(param.getKey(), param.getValue()).ifPresent(axes::add);
    }
    return problems.size() > before ? Sweep.NONE : sweep(axes);
  }

  private Sweep sweep(List<Sweep.Axis> axes) {
    try {
      Sweep sweep = new Sweep(axes);
      if (sweep.size() <= BagSpec.TASKS_MAX) {
        return sweep;
      }
      outOfRange(FIELD, "the params make " + sweep.size() + " tasks");
    } catch (ArithmeticException e) {
      outOfRange(FIELD, "the params make more than 2^63 tasks");
    }
    return Sweep.NONE;
  }

  private Optional<Sweep.Axis> axis(String name, JsonNode value) {
    String field = FIELD + "." + name;
    if (name.equals("index") || name.equals("bag")) {
      problems.add(
          new SpecProblem(
              "PARAM_RESERVED",
              field,
              field + ": {" + name + "} already has a meaning",
              "choose another name"));
      return Optional.empty();
    }
    if (name.equals("file") && value.isValueNode()) {
      return notServed(field);
    }
    if (value.isObject()) {
      return value.has(WHOLE_RANGE)
          ? range(name, field, value.get(WHOLE_RANGE).asText())
          : notServed(field + "." + value.fieldNames().next());
    }
    if (name.equals(WHOLE_RANGE) && value.isValueNode()) {
      return range(name, field, value.asText());
    }
    return listed(name, field, value);
  }

  private Optional<Sweep.Axis> listed(String name, String field, JsonNode value) {
    List<String> values = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(item -> values.add(item.asText()));
    } else {
      values.add(value.asText());
    }
    if (values.isEmpty()) {
      outOfRange(field, field + " has no value, which makes 0 tasks");
      return Optional.empty();
    }
    return Optional.of(new Sweep.Listed(name, values));
  }

  private Optional<Sweep.Axis> range(String name, String field, String text) {
    Matcher matcher = RANGE.matcher(text);
    if (!matcher.matches()) {
      problems.add(
          new SpecProblem(
              "RANGE_MALFORMED",
              field,
              field + ": '" + text + "' is no range first-last or first-last:step",
              "write a range such as 1-1000 or 0-100:5"));
      return Optional.empty();
    }
    try {
      long first = Long.parseLong(matcher.group(1));
      long last = Long.parseLong(matcher.group(2));
      long step = matcher.group(3) == null ? 1 : Long.parseLong(matcher.group(3));
      if (last < first || step < 1) {
        outOfRange(field, field + ": the range " + text + " makes 0 tasks");
        return Optional.empty();
      }
      Sweep.Range range = new Sweep.Range(name, first, last, step);
      if (range.size() > BagSpec.TASKS_MAX) {
        outOfRange(field, field + " alone makes " + range.size() + " tasks");
        return Optional.empty();
      }
      return Optional.of(range);
    } catch (NumberFormatException | ArithmeticException e) {
      outOfRange(field, field + ": the range " + text + " exceeds 2^63");
      return Optional.empty();
    }
  }

  private Optional<Sweep.Axis> notServed(String field) {
    problems.add(
        new SpecProblem(
            "NOT_SERVED",
            field,
            field + " is not served by this version",
            "list the values, or use {range: \"first-last:step\"}"));
    return Optional.empty();
  }

  private void outOfRange(String field, String detail) {
    problems.add(
        new SpecProblem(
            "TASKS_OUT_OF_RANGE",
            field,
            detail + "; a bag has 1 to " + BagSpec.TASKS_MAX,
            "change the params, or split the work into several bags"));
  }
}
