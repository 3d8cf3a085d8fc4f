package io.gridbourse.domain.proof.record;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an entry of the side record says, and which fields follow its head, in this order. */
public enum EntryKind {
  /** Tasks were leased to a worker until {@code expires}. */
  LEASED(1, field("lease", Form.TEXT), field("worker", Form.ADDRESS), field("expires", Form.TIME)),
  /** A lease ended without an answer; {@code cause} says why the tasks go to another worker. */
  LEASE_ENDED(
      2,
      field("lease", Form.TEXT),
      field("worker", Form.ADDRESS),
      field("leasedAt", Form.TIME),
      field("cause", Form.TEXT)),
  /** A worker bound itself to its answers: {@code seals} is the Merkle root over their seals. */
  COMMITTED(
      3,
      field("lease", Form.TEXT),
      field("worker", Form.ADDRESS),
      field("leasedAt", Form.TIME),
      field("weight", Form.NUMBER),
      field("seals", Form.WORD),
      field("chainTasks", Form.NUMBER),
      field("accumulator", Form.WORD),
      field("signature", Form.BYTES)),
  /** The worker showed answers that fit its seals; some tasks failed, some a checker refused. */
  REVEALED(
      4,
      field("lease", Form.TEXT),
      field("worker", Form.ADDRESS),
      field("failed", Form.NUMBER),
      field("refused", Form.NUMBER)),
  /** The worker never showed answers that fit its seals. */
  SILENT(5, field("lease", Form.TEXT), field("worker", Form.ADDRESS)),
  /** Answers differ and none has enough weight: other workers are asked. */
  DISPUTED(6, field("workers", Form.ADDRESSES)),
  /** An answer was certified against these workers. */
  OUTVOTED(7, field("workers", Form.ADDRESSES)),
  /** The tasks ended without a certificate. */
  GIVEN_UP(8, field("reason", Form.TEXT)),
  /** All tasks of a partition are decided: {@code results} is the root over the certified ones. */
  DECIDED(
      9,
      field("results", Form.WORD),
      field("succeeded", Form.NUMBER),
      field("programFailed", Form.NUMBER),
      field("givenUp", Form.NUMBER)),
  /** The ledger paid for them, in a block that is final. */
  SETTLED(10, inBlock()),
  /** The ledger refused to settle them. */
  SETTLEMENT_REFUSED(11, field("reason", Form.TEXT)),
  /** The ledger accepted a partition on one vote each, to be challenged until {@code windowEnd}. */
  ACCEPTED(12, inBlock(field("results", Form.WORD), field("windowEnd", Form.TIME))),
  /** Somebody doubts an accepted result: a jury is drawn by the hash of {@code drawBlock}. */
  CHALLENGED(
      13,
      inBlock(
          field("trial", Form.NUMBER),
          field("challenger", Form.ADDRESS),
          field("digest", Form.WORD),
          field("drawBlock", Form.NUMBER))),
  /** Another block draws: an earlier draw came too late, or more jurors are needed. */
  DRAW_SET(14, inBlock(field("trial", Form.NUMBER), field("drawBlock", Form.NUMBER))),
  /** A worker was drawn as a juror; it may bind itself to an answer until {@code commitEnd}. */
  JUROR_DRAWN(
      15,
      inBlock(
          field("trial", Form.NUMBER),
          field("round", Form.NUMBER),
          field("worker", Form.ADDRESS),
          field("commitEnd", Form.TIME))),
  /** A juror bound itself to its answer. */
  VOTE_COMMITTED(16, inBlock(juror(field("seal", Form.WORD)))),
  /** All jurors are bound: they show their answers until {@code revealEnd}. */
  REVEAL_OPENED(17, inBlock(field("trial", Form.NUMBER), field("revealEnd", Form.TIME))),
  /** A juror showed what it found. */
  VOTE_REVEALED(18, inBlock(juror(field("digest", Form.WORD)))),
  /** It was shown that this worker gave the doubted answer. */
  SEAL_OPENED(19, inBlock(juror())),
  /** The trial is over; {@code verdict} is what the jury found, zero if it found nothing. */
  TRIAL_ENDED(
      20,
      inBlock(
          field("trial", Form.NUMBER), field("ending", Form.TEXT), field("verdict", Form.WORD))),
  /** A result that was accepted is replaced by what a jury found. */
  CORRECTED(21, inBlock(field("digest", Form.WORD), field("corrected", Form.WORD)));

  private final int code;

  // List.of makes a list that cannot be changed; its type does not say so.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Field> fields;

  EntryKind(int code, Field... fields) {
    this.code = code;
    this.fields = List.of(fields);
  }

  /** How a field is written. */
  public enum Form {
    /** 8 bytes, highest first, never negative. */
    NUMBER,
    /** Milliseconds since 1970, as a number. */
    TIME,
    /** 20 bytes. */
    ADDRESS,
    /** 32 bytes. */
    WORD,
    /** Their number in 2 bytes, then 20 bytes each. */
    ADDRESSES,
    /** Their number in 2 bytes, then the bytes. */
    BYTES,
    /** The number of bytes in 2 bytes, then the text in UTF-8. */
    TEXT
  }

  /** A named field. */
  public record Field(String name, Form form) {}

  private static Field field(String name, Form form) {
    return new Field(name, form);
  }

  /** What the ledger says of a worker in a trial. */
  private static Field[] juror(Field... more) {
    return joined(
        List.of(field("trial", Form.NUMBER), field("worker", Form.ADDRESS)), List.of(more));
  }

  /** What the ledger says, and the final block in which it does. */
  private static Field[] inBlock(Field... said) {
    return joined(
        List.of(said),
        List.of(
            field("transaction", Form.WORD),
            field("block", Form.NUMBER),
            field("blockHash", Form.WORD)));
  }

  private static Field[] joined(List<Field> first, List<Field> second) {
    return Stream.concat(first.stream(), second.stream()).toArray(Field[]::new);
  }

  /** The number that stands for it in an entry; it never changes. */
  public int code() {
    return code;
  }

  /** Its fields in order. */
  public List<Field> fields() {
    return fields;
  }

  static Optional<EntryKind> of(int code) {
    return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
  }
}
