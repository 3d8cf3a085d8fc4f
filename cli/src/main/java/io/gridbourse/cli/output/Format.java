package io.gridbourse.cli.output;

/** The forms in which data can be printed. */
public enum Format {
  /** Columns that fit a terminal. */
  table,
  /** All columns. */
  wide,
  /** What the server said, as JSON. */
  json,
  /** What the server said, as YAML. */
  yaml,
  /** All columns with a header, RFC 4180. */
  csv,
  /** Names only, one a line. */
  name
}
