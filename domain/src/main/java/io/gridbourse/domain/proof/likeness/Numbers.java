package io.gridbourse.domain.proof.likeness;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts whose numbers may differ a little: words are separated by white space, commas and
 * semicolons; words that are numbers may differ by {@code absolute + relative·|larger|}, all others
 * must be equal. A text with fewer words, as a truncated one, is different.
 */
public record Numbers(double absolute, double relative) implements Comparator {
  /** Longer results are not read. */
  public static final int BYTES_MAX = 64 * 1024 * 1024;

  /** A longer word is not taken for a number: reading it would take time. */
  private static final int NUMBER_CHARACTERS_MAX = 400;

  public Numbers {
    if (!(absolute >= 0 && absolute < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("absolute must be a number from 0, but is " + absolute);
    }
    if (!(relative >= 0 && relative < 1)) {
      throw new IllegalArgumentException("relative must be 0 to below 1, but is " + relative);
    }
  }

  @Override
  public String name() {
    return "numbers";
  }

  @Override
  public Reading read(byte[] result) {
    if (result.length > BYTES_MAX) {
      return new Illegible("the result has " + result.length + " bytes of at most " + BYTES_MAX);
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(result)).toString();
    } catch (CharacterCodingException e) {
      return new Illegible("the result is no UTF-8 text");
    }
    return new Words(words(text), absolute, relative);
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int from = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean between = i == text.length() || isSeparator(text.charAt(i));
      if (between && from >= 0) {
        words.add(text.substring(from, i));
        from = -1;
      } else if (!between && from < 0) {
        from = i;
      }
    }
    return words;
  }

  private static boolean isSeparator(char c) {
    return c == ',' || c == ';' || Character.isWhitespace(c);
  }

  private static final class Words implements Legible {
    private final List<String> words;
    private final double[] numbers;
    private final double absolute;
    private final double relative;

    private Words(List<String> words, double absolute, double relative) {
      this.words = words;
      this.absolute = absolute;
      this.relative = relative;
      this.numbers = words.stream().mapToDouble(Words::number).toArray();
    }

    /** NaN for what is no finite number. */
    private static double number(String word) {
      char last = word.charAt(word.length() - 1);
      // The JDK reads 1f and 1d and 0x1p3 as numbers; people do not mean them so.
      if (word.length() > NUMBER_CHARACTERS_MAX || !(Character.isDigit(last) || last == '.')) {
        return Double.NaN;
      }
      try {
        double value = word.indexOf('x') >= 0 ? Double.NaN : Double.parseDouble(word);
        return Double.isInfinite(value) ? Double.NaN : value;
      } catch (NumberFormatException e) {
        return Double.NaN;
      }
    }

    @Override
    public boolean isLike(Legible other) {
      if (!(other instanceof Words that) || words.size() != that.words.size()) {
        return false;
      }
      for (int i = 0; i < numbers.length; i++) {
        double a = numbers[i];
        double b = that.numbers[i];
        boolean close = Math.abs(a - b) <= absolute + relative * Math.max(Math.abs(a), Math.abs(b));
        if (!close && !words.get(i).equals(that.words.get(i))) {
          return false;
        }
      }
      return true;
    }
  }
}
