package io.gridbourse.domain.proof.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EntryTest {
  private static final DealId DEAL = new DealId("0x" + "d3".repeat(32));
  private static final Entry.Range RANGE = new Entry.Range(DEAL, 7, 4_096, 512);

  @Test
  void everyKindIsReadAsItWasWritten() {
    SplittableRandom random = new SplittableRandom(1);
    for (EntryKind kind : EntryKind.values()) {
      for (int i = 0; i < 50; i++) {
        Entry entry = entry(kind, random);
        assertThat(Entry.parse(entry.bytes())).isEqualTo(entry);
      }
    }
  }

  @Test
  void anEntryThatIsCutOrLongerIsRefused() {
    SplittableRandom random = new SplittableRandom(2);
    for (EntryKind kind : EntryKind.values()) {
      byte[] bytes = entry(kind, random).bytes();
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> Entry.parse(cut)).isInstanceOf(IllegalArgumentException.class);
      }
      assertThatThrownBy(() -> Entry.parse(Arrays.copyOf(bytes, bytes.length + 1)))
          .hasMessageContaining("left after the entry");
    }
  }

  @Test
  void anEntryOfAnotherVersionOrKindIsRefused() {
    byte[] bytes = entry(EntryKind.SILENT, new SplittableRandom(3)).bytes();
    bytes[0] = 2;
    assertThatThrownBy(() -> Entry.parse(bytes)).hasMessageContaining("begins with 1");
    bytes[0] = 1;
    bytes[1] = 99;
    assertThatThrownBy(() -> Entry.parse(bytes)).hasMessageContaining("kind 99");
  }

  @Test
  void theBytesAreThoseOfTheReference() {
    Entry entry =
        Entry.of(
            EntryKind.SILENT,
            Instant.ofEpochMilli(1_000),
            RANGE,
            "lease",
            new Address("0x" + "ab".repeat(20)));
    assertThat(Hex.of(entry.bytes()))
        .isEqualTo(
            "0x0105"
                + "00000000000003e8"
                + "d3".repeat(32)
                + "00000007"
                + "0000000000001000"
                + "00000200"
                + "00056c65617365"
                + "ab".repeat(20));
  }

  /** What was anchored is read for ever: a proof that somebody kept must go on to verify. */
  @Test
  void fieldsOfAKindNeverChange() {
    String fields =
        Stream.of(EntryKind.values())
            .limit(11)
            .map(
                kind ->
                    kind.fields().stream()
                        .map(field -> field.name() + " " + field.form())
                        .collect(Collectors.joining(", ", kind + "(", ")")))
            .collect(Collectors.joining("; "));
    assertThat(fields)
        .isEqualTo(
            "LEASED(lease TEXT, worker ADDRESS, expires TIME);"
                + " LEASE_ENDED(lease TEXT, worker ADDRESS, leasedAt TIME, cause TEXT);"
                + " COMMITTED(lease TEXT, worker ADDRESS, leasedAt TIME, weight NUMBER, seals WORD,"
                + " chainTasks NUMBER, accumulator WORD, signature BYTES);"
                + " REVEALED(lease TEXT, worker ADDRESS, failed NUMBER, refused NUMBER);"
                + " SILENT(lease TEXT, worker ADDRESS); DISPUTED(workers ADDRESSES);"
                + " OUTVOTED(workers ADDRESSES); GIVEN_UP(reason TEXT);"
                + " DECIDED(results WORD, succeeded NUMBER, programFailed NUMBER, givenUp NUMBER);"
                + " SETTLED(transaction WORD, block NUMBER, blockHash WORD);"
                + " SETTLEMENT_REFUSED(reason TEXT)");
  }

  @Test
  void codesAreUniqueAndStable() {
    String codes =
        Stream.of(EntryKind.values())
            .map(kind -> kind.code() + " " + kind)
            .collect(Collectors.joining(", "));
    assertThat(codes)
        .isEqualTo(
            "1 LEASED, 2 LEASE_ENDED, 3 COMMITTED, 4 REVEALED, 5 SILENT, 6 DISPUTED, 7 OUTVOTED,"
                + " 8 GIVEN_UP, 9 DECIDED, 10 SETTLED, 11 SETTLEMENT_REFUSED, 12 ACCEPTED,"
                + " 13 CHALLENGED, 14 DRAW_SET, 15 JUROR_DRAWN, 16 VOTE_COMMITTED,"
                + " 17 REVEAL_OPENED, 18 VOTE_REVEALED, 19 SEAL_OPENED, 20 TRIAL_ENDED,"
                + " 21 CORRECTED");
  }

  @Test
  void anEntryKnowsItsTasks() {
    Entry entry = entry(EntryKind.DECIDED, new SplittableRandom(4));
    assertThat(entry.concerns(4_095)).isFalse();
    assertThat(entry.concerns(4_096)).isTrue();
    assertThat(entry.concerns(4_607)).isTrue();
    assertThat(entry.concerns(4_608)).isFalse();
  }

  @Test
  void aNegativeNumberOrTooMuchTextIsRefused() {
    Instant at = Instant.EPOCH;
    assertThatThrownBy(
            () -> Entry.of(EntryKind.DECIDED, at, RANGE, Bytes32.ZERO, -1L, 0L, 0L).bytes())
        .hasMessageContaining("succeeded is negative");
    assertThatThrownBy(() -> Entry.of(EntryKind.GIVEN_UP, at, RANGE, "x".repeat(70_000)).bytes())
        .hasMessageContaining("at most 65535");
    assertThatThrownBy(() -> Entry.of(EntryKind.GIVEN_UP, at, RANGE))
        .hasMessageContaining("has 1 fields, not 0");
  }

  private static Entry entry(EntryKind kind, SplittableRandom random) {
    List<Object> values = new ArrayList<>();
    kind.fields().forEach(field -> values.add(value(field.form(), random)));
    Instant at = Instant.ofEpochMilli(random.nextLong(1L << 45));
    return Entry.of(kind, at, RANGE, values.toArray());
  }

  private static Object value(EntryKind.Form form, SplittableRandom random) {
    return switch (form) {
      case NUMBER -> random.nextLong(Long.MAX_VALUE);
      case TIME -> Instant.ofEpochMilli(random.nextLong(1L << 45));
      case ADDRESS -> address(random);
      case WORD -> Bytes32.of(bytes(random, 32));
      case ADDRESSES -> Stream.generate(() -> address(random)).limit(random.nextInt(5)).toList();
      case BYTES -> Hex.of(bytes(random, random.nextInt(100)));
      case TEXT -> "Grüße ✓".repeat(random.nextInt(9));
    };
  }

  private static Address address(SplittableRandom random) {
    return new Address(Hex.of(bytes(random, 20)));
  }

  private static byte[] bytes(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
