package io.gridbourse.ejb.proof.checker;

import io.gridbourse.domain.proof.ResultChecker;

/** What can be wrong with a result of the vanity search. */
public enum VanityRefusal implements ResultChecker.Reason {
  /** The result is no sequence of lines {@code <address> <private key>}, each ended by a LF. */
  LINE_MALFORMED("LINE_MALFORMED"),
  /** What stands for the private key is no wallet import format, or its checksum is wrong. */
  KEY_MALFORMED("KEY_MALFORMED"),
  /** The key is written for the other form of public keys, compressed or not. */
  KEY_FORM_WRONG("KEY_FORM_WRONG"),
  /** The key is not one of the task's keys. */
  KEY_OUT_OF_RANGE("KEY_OUT_OF_RANGE"),
  /** The key was given before. */
  KEY_REPEATED("KEY_REPEATED"),
  /** The key is less than the one before it. */
  KEY_OUT_OF_ORDER("KEY_OUT_OF_ORDER"),
  /** The address does not belong to the key. */
  ADDRESS_WRONG("ADDRESS_WRONG"),
  /** The address does not begin with the pattern. */
  PATTERN_MISSED("PATTERN_MISSED"),
  /** There are more lines than the task has keys. */
  TOO_MANY_LINES("TOO_MANY_LINES");

  private final String code;

  VanityRefusal(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
