package io.gridbourse.cli.demo;

/** Draws positions for people. */
final class ChessBoard {
  private static final String FILES = "   a b c d e f g h";

  private ChessBoard() {}

  /**
   * Eight lines of pieces, white ones in capitals, and who is to move.
   *
   * @param position in Forsyth-Edwards notation with underscores
   */
  static String drawn(String position) {
    String[] parts = position.split("_", -1);
    StringBuilder board = new StringBuilder();
    int rank = 8;
    for (String row : parts[0].split("/", -1)) {
      board.append(rank--).append(' ');
      row.chars().forEach(square -> board.append(square((char) square)));
      board.append(System.lineSeparator());
    }
    String next = parts.length > 1 && parts[1].equals("w") ? "white" : "black";
    return board.append(FILES).append("   ").append(next).append(" to move").toString();
  }

  private static String square(char square) {
    return Character.isDigit(square) ? " .".repeat(Character.digit(square, 10)) : " " + square;
  }
}
