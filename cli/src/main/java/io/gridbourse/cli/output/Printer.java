package io.gridbourse.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.HorizontalAlign;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Prints rows and single things in the form that was asked for. */
public final class Printer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintStream out;
  private final boolean framed;
  private final Format format;

  /** A printer; tables are framed only when a person reads them. */
  public Printer(Terminal terminal, Format format) {
    this.out = terminal.out();
    this.framed = terminal.outIsTerminal();
    this.format = format;
  }

  /** Prints {@code rows}; the first column is the name of a row. */
  public void list(List<Column> columns, List<JsonNode> rows) {
    switch (format) {
      case table -> table(columns.stream().filter(column -> !column.wide()).toList(), rows);
      case wide -> table(columns, rows);
      case json -> json(JSON.createArrayNode().addAll(rows));
      case yaml -> yaml(JSON.createArrayNode().addAll(rows));
      case csv -> csv(columns, rows);
      case name -> rows.forEach(row -> out.println(columns.get(0).value().apply(row)));
    }
  }

  /** Prints one thing whole. */
  public void one(List<Column> columns, JsonNode row) {
    switch (format) {
      case table, wide, yaml -> yaml(row);
      case json -> json(row);
      case csv -> csv(columns, List.of(row));
      case name -> out.println(columns.get(0).value().apply(row));
    }
  }

  private void table(List<Column> columns, List<JsonNode> rows) {
    List<com.github.freva.asciitable.ColumnData<JsonNode>> shown = new ArrayList<>();
    for (Column column : columns) {
      boolean numbers =
          !rows.isEmpty()
              && rows.stream().allMatch(row -> column.value().apply(row).matches("[0-9.,%]*"));
      shown.add(
          new com.github.freva.asciitable.Column()
              .header(column.header())
              .headerAlign(numbers ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT)
              .dataAlign(numbers ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT)
              .maxWidth(Integer.MAX_VALUE)
              .with(row -> column.value().apply(row)));
    }
    String text =
        AsciiTable.builder()
            .border(framed ? AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS : AsciiTable.NO_BORDERS)
            .data(rows, shown)
            .asString();
    text.lines().map(String::stripTrailing).filter(line -> !line.isEmpty()).forEach(out::println);
  }

  private void csv(List<Column> columns, List<JsonNode> rows) {
    out.print(csvLine(columns.stream().map(Column::header).toList()));
    for (JsonNode row : rows) {
      out.print(csvLine(columns.stream().map(column -> column.value().apply(row)).toList()));
    }
  }

  private static String csvLine(List<String> cells) {
    List<String> quoted = new ArrayList<>();
    for (String cell : cells) {
      boolean plain = cell.matches("[^\",\r\n]*");
      quoted.add(plain ? cell : '"' + cell.replace("\"", "\"\"") + '"');
    }
    return String.join(",", quoted) + "\r\n";
  }

  private void json(JsonNode node) {
    out.println(node.toPrettyString());
  }

  private void yaml(JsonNode node) {
    YAMLFactory factory =
        YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();
    try {
      out.print(new ObjectMapper(factory).writeValueAsString(node));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree is always valid YAML", e);
    }
  }
}
