package io.gridbourse.ejb.bag;

/** Run-length code: a letter and how often it stands there, such as {@code C120W8}. */
final class Runs {
  private Runs() {}

  static String of(CharSequence letters) {
    StringBuilder runs = new StringBuilder();
    for (int i = 0; i < letters.length(); ) {
      int end = i;
      while (end < letters.length() && letters.charAt(end) == letters.charAt(i)) {
        end++;
      }
      runs.append(letters.charAt(i)).append(end - i);
      i = end;
    }
    return runs.toString();
  }
}
