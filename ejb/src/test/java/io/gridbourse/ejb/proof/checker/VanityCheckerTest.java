package io.gridbourse.ejb.proof.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.proof.ResultChecker.Abstained;
import io.gridbourse.domain.proof.ResultChecker.Accepted;
import io.gridbourse.domain.proof.ResultChecker.Refused;
import io.gridbourse.domain.proof.ResultChecker.Verdict;
import io.gridbourse.domain.proof.TaskCommand;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results are those that the vanity application printed, changed where a test says so. */
class VanityCheckerTest {
  private static final VanityChecker CHECKER = new VanityChecker();
  private static final TaskCommand TASK = command("0", "500000", "1LoV");
  private static final List<String> LINES =
      List.of(
          "1LoVcvBPQi7EfQozbnQB216iRAwBkoaBqZ"
              + " Kxj5ejwPg2s2ejZHW7N1zAydD4fkmFi9j19QRmgeVKEf5otTT7ge",
          "1LoVfKcxRWpnf2UreDY31ScPNufDGeFkZb"
              + " Kxj5ejwPg2s2ejZHW7N1zAydD4fkmFi9j19QRmgeVKSokGFkZWQ9",
          "1LoVxz5aT4DjWs1cdYY4vtWRdzAhYLnRz5"
              + " Kxj5ejwPg2s2ejZHW7N1zAydD4fkmFi9j19QRmgeVKTPUnwZJqFZ",
          "1LoVtd2cifsM6AqD7cM9D5K5MWAhrUnJar"
              + " Kxj5ejwPg2s2ejZHW7N1zAydD4fkmFi9j19QRmgeVKf3uvE22toF",
          "1LoVHi5TKbpVqtWfLhV8VAqkZkVUfxMFTF"
              + " Kxj5ejwPg2s2ejZHW7N1zAydD4fkmFi9j19QRmgeVKySmmZNxKd1",
          "1LoV13xbPBthogkXzwCBa9ro694mY99xEJ"
              + " Kxj5ejwPg2s2ejZHW7N1zAydD4fkmFi9j19QRmgeVLRf8SLJdJJY");

  private static TaskCommand command(String index, String keys, String pattern) {
    return new TaskCommand(
        List.of(
            "vanity", "--seed", "hello", "--index", index, "--keys", keys, "--pattern", pattern));
  }

  private static Verdict check(TaskCommand task, String... lines) {
    String text = lines.length == 0 ? "" : String.join("\n", lines) + "\n";
    return CHECKER.check(task, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(Verdict verdict, VanityRefusal reason, int line) {
    assertThat(verdict).isInstanceOf(Refused.class);
    Refused refused = (Refused) verdict;
    assertThat(refused.reason()).isEqualTo(reason);
    assertThat(refused.line()).isEqualTo(line);
    assertThat(refused.detail()).isNotBlank();
  }

  private static String[] lines() {
    return LINES.toArray(String[]::new);
  }

  private static String wif(BigInteger key, boolean compressed) {
    byte[] payload = new byte[compressed ? 34 : 33];
    payload[0] = (byte) 0x80;
    byte[] bytes = key.toByteArray();
    int length = Math.min(32, bytes.length);
    System.arraycopy(bytes, bytes.length - length, payload, 33 - length, length);
    if (compressed) {
      payload[33] = 1;
    }
    return Base58Check.encode(payload);
  }

  @Test
  void theCheckersNameIsThatOfTheApp() {
    assertThat(CHECKER.name()).isEqualTo("vanity");
  }

  @Test
  void whatTheApplicationFoundIsAccepted() {
    assertThat(check(TASK, lines())).isEqualTo(new Accepted());
  }

  @Test
  void nothingFoundIsAccepted() {
    assertThat(check(TASK)).isEqualTo(new Accepted());
  }

  @Test
  void aKeyLeftOutIsNotSeen() {
    assertThat(check(TASK, LINES.get(0), LINES.get(5))).isEqualTo(new Accepted());
  }

  @Test
  void knownKeysHaveTheirPublishedAddressesAndFormats() {
    BigInteger one = BigInteger.ONE;
    assertThat(VanityKeys.address(one, true)).isEqualTo("1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH");
    assertThat(VanityKeys.address(one, false)).isEqualTo("1EHNa6Q4Jz2uvNExL497mE43ikXhwF6kZm");
    assertThat(VanityKeys.decodeWif("KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn"))
        .contains(new VanityKeys.WifKey(one, true));
    assertThat(VanityKeys.decodeWif("5HpHagT65TZzG1PH3CSu63k8DbpvD8s5ip4nEB3kEsreAnchuDf"))
        .contains(new VanityKeys.WifKey(one, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "two  spaces", " leading", "0OIl key", "1LoV", "\r", "é é", "a\u0000b c"})
  void aLineOfAnotherFormIsRefused(String line) {
    assertThat(check(TASK, LINES.get(0), line))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.line()).isEqualTo(2);
              assertThat(refused.reason())
                  .isIn(VanityRefusal.LINE_MALFORMED, VanityRefusal.KEY_MALFORMED);
            });
  }

  @Test
  void aLineWithoutEndIsRefused() {
    byte[] cut = LINES.get(0).getBytes(StandardCharsets.US_ASCII);
    assertRefused(CHECKER.check(TASK, cut), VanityRefusal.LINE_MALFORMED, 1);
    byte[] flood = new byte[1 << 20];
    Arrays.fill(flood, (byte) 'x');
    assertRefused(CHECKER.check(TASK, flood), VanityRefusal.LINE_MALFORMED, 1);
  }

  @Test
  void aLineLongerThanAnyRightOneIsRefused() {
    assertRefused(check(TASK, LINES.get(0) + "\r"), VanityRefusal.LINE_MALFORMED, 1);
  }

  @Test
  void aWrongChecksumOfAKeyIsRefused() {
    String line = LINES.get(1);
    String changed = line.substring(0, line.length() - 1) + "8";
    assertRefused(check(TASK, LINES.get(0), changed), VanityRefusal.KEY_MALFORMED, 2);
  }

  @Test
  void aKeyOfTheOtherFormIsRefused() {
    BigInteger key = VanityTask.parse(TASK).orElseThrow().first();
    String line = VanityKeys.address(key, false) + " " + wif(key, false);
    assertRefused(check(TASK, line), VanityRefusal.KEY_FORM_WRONG, 1);
  }

  @Test
  void aKeyOfAnotherTaskIsRefused() {
    assertRefused(
        check(command("1", "500000", "1LoV"), lines()), VanityRefusal.KEY_OUT_OF_RANGE, 1);
  }

  @Test
  void theRangeEndsBeforeTheNextTasksFirstKey() {
    TaskCommand task = command("3", "10", "1");
    BigInteger first = VanityTask.parse(task).orElseThrow().first();
    BigInteger next = VanityTask.parse(command("4", "10", "1")).orElseThrow().first();
    assertThat(next).isEqualTo(first.add(BigInteger.TEN));
    BigInteger last = next.subtract(BigInteger.ONE);
    assertThat(check(task, VanityKeys.address(last, true) + " " + wif(last, true)))
        .isEqualTo(new Accepted());
    for (BigInteger outside : List.of(next, first.subtract(BigInteger.ONE))) {
      String line = VanityKeys.address(outside, true) + " " + wif(outside, true);
      assertRefused(check(task, line), VanityRefusal.KEY_OUT_OF_RANGE, 1);
    }
  }

  @Test
  void aRepeatedKeyIsRefused() {
    assertRefused(check(TASK, LINES.get(0), LINES.get(0)), VanityRefusal.KEY_REPEATED, 2);
  }

  @Test
  void aKeyOutOfOrderIsRefused() {
    assertRefused(check(TASK, LINES.get(1), LINES.get(0)), VanityRefusal.KEY_OUT_OF_ORDER, 2);
  }

  @Test
  void theAddressOfAnotherKeyIsRefused() {
    String address = LINES.get(1).substring(0, LINES.get(1).indexOf(' '));
    String key = LINES.get(0).substring(LINES.get(0).indexOf(' '));
    assertRefused(check(TASK, address + key), VanityRefusal.ADDRESS_WRONG, 1);
  }

  @Test
  void anAddressThatMissesThePatternIsRefused() {
    assertRefused(check(command("0", "500000", "1LoVc"), lines()), VanityRefusal.PATTERN_MISSED, 2);
  }

  @Test
  void moreLinesThanKeysAreRefused() {
    BigInteger first = VanityTask.parse(command("0", "1", "1")).orElseThrow().first();
    String line = VanityKeys.address(first, true) + " " + wif(first, true);
    assertRefused(check(command("0", "1", "1"), line, line), VanityRefusal.TOO_MANY_LINES, 2);
  }

  @Test
  void moreLinesThanACheckMayCostAreLeftToVotes() {
    TaskCommand task = command("0", "500000", "1");
    BigInteger first = VanityTask.parse(task).orElseThrow().first();
    String[] many = new String[VanityChecker.LINES_MAX + 1];
    for (int i = 0; i < many.length; i++) {
      BigInteger key = first.add(BigInteger.valueOf(i));
      many[i] = VanityKeys.address(key, true) + " " + wif(key, true);
    }
    assertThat(check(task, many)).isInstanceOf(Abstained.class);
    assertThat(check(task, Arrays.copyOf(many, VanityChecker.LINES_MAX))).isEqualTo(new Accepted());
  }

  @Test
  void aCommandLineThatTheSearchRefusesIsNotJudged() {
    List<List<String>> commands =
        List.of(
            List.of("vanity"),
            List.of("vanity", "--seed"),
            command("-1", "10", "1").words(),
            command("2147483648", "10", "1").words(),
            command("0", "0", "1").words(),
            command("0", "4294967296", "1").words(),
            command("0", "10", "LoV").words(),
            command("0", "10", "1O").words(),
            List.of("wordcount", "--of", "8"));
    assertThat(commands)
        .allSatisfy(
            words ->
                assertThat(check(new TaskCommand(words), lines())).isInstanceOf(Abstained.class));
  }
}
