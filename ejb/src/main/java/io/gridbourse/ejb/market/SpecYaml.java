package io.gridbourse.ejb.market;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * YAML as a tree of JSON. Only what JSON has too is typed (true, false, null, decimal numbers);
 * {@code no}, {@code 010} and {@code 1:30} stay text, and below {@code spec.params} everything
 * does, because a value must reach the command line as it was written.
 */
final class SpecYaml {
  private static final int NODES_MAX = 300_000;
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]{1,3})?");
  private static final String STANDARD_TAG = "tag:yaml.org,2002:";
  private static final Pattern KNOWN_TAG =
      Pattern.compile(STANDARD_TAG + "(str|int|float|bool|null|map|seq|timestamp|merge|value)");
  private final JsonNodeFactory json = JsonNodeFactory.instance;
  private int nodes;

  private SpecYaml() {}

  static JsonNode parse(String text) {
    LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(SpecText.BYTES_MAX);
    limits.setNestingDepthLimit(SpecText.DEPTH_MAX);
    limits.setMaxAliasesForCollections(10);
    limits.setAllowDuplicateKeys(false);
    try {
      Node root = new Yaml(limits).compose(new StringReader(text));
      if (root == null) {
        throw SpecText.malformed("it is empty");
      }
      return new SpecYaml().convert(root, "", 0);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw SpecText.malformed("line " + line + ": " + e.getProblem());
    } catch (YAMLException e) {
      throw SpecText.malformed(e.getMessage());
    }
  }

  private JsonNode convert(Node node, String path, int depth) {
    nodes++;
    if (depth > SpecText.DEPTH_MAX || nodes > NODES_MAX) {
      throw SpecText.malformed(
          "line " + line(node) + ": it is nested too deep or its aliases make it too large");
    }
    if (!KNOWN_TAG.matcher(node.getTag().getValue()).matches()) {
      throw SpecText.malformed(
          "line " + line(node) + ": the tag " + node.getTag().getValue() + " is not allowed");
    }
    if (node instanceof MappingNode mapping) {
      return object(mapping, path, depth);
    }
    if (node instanceof SequenceNode sequence) {
      ArrayNode array = json.arrayNode();
      for (Node item : sequence.getValue()) {
        array.add(convert(item, path + "[]", depth + 1));
      }
      return array;
    }
    return scalar((ScalarNode) node, path);
  }

  private ObjectNode object(MappingNode mapping, String path, int depth) {
    ObjectNode object = json.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw SpecText.malformed("line " + line(tuple.getKeyNode()) + ": a key must be text");
      }
      String name = key.getValue();
      if (object.has(name)) {
        throw SpecText.duplicate("the key '" + name + "' is there twice", line(key));
      }
      String inner = path.isEmpty() ? name : path + "." + name;
      object.set(name, convert(tuple.getValueNode(), inner, depth + 1));
    }
    return object;
  }

  private JsonNode scalar(ScalarNode node, String path) {
    String value = node.getValue();
    boolean plain = node.getScalarStyle() == ScalarStyle.PLAIN;
    if (!plain || path.startsWith("spec.params") || path.startsWith("spec.command")) {
      return TextNode.valueOf(value);
    }
    return switch (value) {
      case "true" -> BooleanNode.TRUE;
      case "false" -> BooleanNode.FALSE;
      case "", "~", "null" -> NullNode.getInstance();
      default -> number(value, node);
    };
  }

  private JsonNode number(String value, Node node) {
    if (!NUMBER.matcher(value).matches()) {
      return TextNode.valueOf(value);
    }
    if (value.length() > SpecText.DIGITS_MAX) {
      throw SpecText.malformed(
          "line " + line(node) + ": a number has at most " + SpecText.DIGITS_MAX + " digits");
    }
    BigDecimal exact = new BigDecimal(value);
    boolean whole = exact.scale() <= 0 && exact.precision() - exact.scale() <= 78;
    return whole ? json.numberNode(exact.toBigIntegerExact()) : DecimalNode.valueOf(exact);
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
