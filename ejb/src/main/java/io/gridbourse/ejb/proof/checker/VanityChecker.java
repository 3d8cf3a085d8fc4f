package io.gridbourse.ejb.proof.checker;

import io.gridbourse.domain.proof.ResultChecker;
import io.gridbourse.domain.proof.TaskCommand;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Checks results of the vanity search: every line's key must decode, belong to the task, follow the
 * line before, and give the line's address, derived again by BouncyCastle, which must match the
 * pattern. That costs one multiplication of a point for each key found, against one addition for
 * each key searched.
 *
 * <p>It cannot see keys that a result leaves out: that nothing was found is always accepted here.
 * Votes tell whether a result is complete.
 */
public final class VanityChecker implements ResultChecker {
  /** Lines that are checked; a longer result is left to votes, so that a check stays cheap. */
  public static final int LINES_MAX = 4096;

  private static final int LINE_MAX = 34 + 1 + 52;

  @Override
  public String name() {
    return "vanity";
  }

  @Override
  public Verdict check(TaskCommand command, byte[] result) {
    if (result.length == 0) {
      return new Accepted(); // the usual case, worth no look at the command
    }
    Optional<VanityTask> task = VanityTask.parse(command);
    if (task.isEmpty()) {
      return new Abstained("the command line is none of the vanity search");
    }
    return new Reading(task.get(), result).verdict();
  }

  /** One pass over a result. */
  private static final class Reading {
    private final VanityTask task;
    private final byte[] result;
    private BigInteger last = BigInteger.ZERO;
    private int line;

    Reading(VanityTask task, byte[] result) {
      this.task = task;
      this.result = result;
    }

    Verdict verdict() {
      int start = 0;
      while (start < result.length) {
        line++;
        if (line > task.keys()) {
          return refused(VanityRefusal.TOO_MANY_LINES, "the task has " + task.keys() + " keys");
        }
        if (line > LINES_MAX) {
          return new Abstained("more than " + LINES_MAX + " lines");
        }
        int end = endOfLine(start);
        if (end < 0) {
          return refused(VanityRefusal.LINE_MALFORMED, "no end within " + LINE_MAX + " characters");
        }
        Optional<Verdict> refusal =
            refusal(new String(result, start, end - start, StandardCharsets.ISO_8859_1));
        if (refusal.isPresent()) {
          return refusal.get();
        }
        start = end + 1;
      }
      return new Accepted();
    }

    private int endOfLine(int start) {
      int limit = Math.min(result.length, start + LINE_MAX + 1);
      for (int i = start; i < limit; i++) {
        if (result[i] == '\n') {
          return i;
        }
      }
      return -1;
    }

    private Optional<Verdict> refusal(String text) {
      int space = text.indexOf(' ');
      if (space < 1 || !Base58Check.isBase58(text.substring(0, space))) {
        return refusal(VanityRefusal.LINE_MALFORMED, "expected <address> <private key>");
      }
      Optional<VanityKeys.WifKey> wif = VanityKeys.decodeWif(text.substring(space + 1));
      if (wif.isEmpty()) {
        return refusal(VanityRefusal.KEY_MALFORMED, "no private key in wallet import format");
      }
      return refusal(text.substring(0, space), wif.get());
    }

    private Optional<Verdict> refusal(String address, VanityKeys.WifKey wif) {
      if (wif.compressed() != task.compressed()) {
        return refusal(
            VanityRefusal.KEY_FORM_WRONG,
            "the task's keys are " + (task.compressed() ? "" : "not ") + "compressed");
      }
      if (!task.holds(wif.key())) {
        return refusal(VanityRefusal.KEY_OUT_OF_RANGE, "the key belongs to another task");
      }
      int order = wif.key().compareTo(last);
      if (order == 0) {
        return refusal(VanityRefusal.KEY_REPEATED, "the key of the line before");
      }
      if (order < 0) {
        return refusal(VanityRefusal.KEY_OUT_OF_ORDER, "a key less than that of the line before");
      }
      last = wif.key();
      String derived = VanityKeys.address(wif.key(), task.compressed());
      if (!derived.equals(address)) {
        return refusal(VanityRefusal.ADDRESS_WRONG, "the key's address is " + derived);
      }
      if (!address.startsWith(task.pattern())) {
        return refusal(VanityRefusal.PATTERN_MISSED, address + " is not " + task.pattern() + "...");
      }
      return Optional.empty();
    }

    private Optional<Verdict> refusal(VanityRefusal reason, String detail) {
      return Optional.of(refused(reason, detail));
    }

    private Verdict refused(VanityRefusal reason, String detail) {
      return new Refused(reason, line, detail);
    }
  }
}
