package io.gridbourse.ejb.bag;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The beginning of a result for people, if a result is text. */
final class ResultText {
  /** Characters shown of a result. */
  static final int CHARACTERS_MAX = 200;

  private ResultText() {}

  /** The first characters; empty if the bytes are not UTF-8 text, or none. */
  static Optional<String> start(byte[] result) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer characters = CharBuffer.allocate(CHARACTERS_MAX);
    CoderResult outcome = decoder.decode(ByteBuffer.wrap(result), characters, true);
    String text = characters.flip().toString();
    boolean isText = !outcome.isError() && text.chars().noneMatch(ResultText::isStrange);
    return isText && !text.isEmpty() ? Optional.of(text) : Optional.empty();
  }

  private static boolean isStrange(int character) {
    return Character.isISOControl(character)
        && character != '\n'
        && character != '\r'
        && character != '\t';
  }
}
