package io.gridbourse.domain.proof.collusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CollusionTest {
  private static final byte[] KEY =
      "a secret of the pool".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  private static List<Candidate> candidates(int workers, int owners, int networks, int pools) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      candidates.add(new Candidate("w" + i, "o" + i % owners, "n" + i % networks, "p" + i % pools));
    }
    return candidates;
  }

  @Test
  void replicasGoToDifferentOwnersNetworksAndPools() {
    List<Candidate> all = candidates(60, 12, 6, 3);
    for (int task = 0; task < 200; task++) {
      List<Candidate> drawn = new ReplicaDraw(KEY).draw("t" + task, 3, all, List.of());
      assertThat(drawn).extracting(Candidate::owner).doesNotHaveDuplicates().hasSize(3);
      assertThat(drawn).extracting(Candidate::network).doesNotHaveDuplicates();
      assertThat(drawn).extracting(Candidate::pool).doesNotHaveDuplicates();
    }
  }

  @Test
  void networksAndPoolsRepeatOnlyWhenTheyRunOutAndOwnersNever() {
    List<Candidate> all = candidates(60, 12, 2, 1);
    List<Candidate> drawn = new ReplicaDraw(KEY).draw("t", 20, all, List.of());
    assertThat(drawn).extracting(Candidate::owner).doesNotHaveDuplicates().hasSize(12);
    assertThat(drawn.subList(0, 2)).extracting(Candidate::network).doesNotHaveDuplicates();
  }

  @Test
  void whoHasAlreadyVotedIsAvoidedWithItsFriends() {
    List<Candidate> all = candidates(6, 3, 2, 1);
    List<Candidate> drawn = new ReplicaDraw(KEY).draw("t", 9, all, List.of(all.get(0)));
    assertThat(drawn).extracting(Candidate::owner).doesNotContain("o0").hasSize(2);
    assertThat(drawn.get(0).network()).isEqualTo("n1");
  }

  @Test
  void theDrawIsRepeatableFairAndDependsOnTheKey() {
    List<Candidate> all = candidates(10, 10, 10, 10);
    List<Candidate> shuffled = new ArrayList<>(all);
    Collections.reverse(shuffled);
    byte[] other = KEY.clone();
    other[0]++;
    int[] first = new int[10];
    int same = 0;
    for (int task = 0; task < 5_000; task++) {
      Candidate drawn = new ReplicaDraw(KEY).draw("t" + task, 1, all, List.of()).get(0);
      assertThat(new ReplicaDraw(KEY).draw("t" + task, 1, shuffled, List.of()))
          .containsExactly(drawn);
      same += new ReplicaDraw(other).draw("t" + task, 1, all, List.of()).contains(drawn) ? 1 : 0;
      first[all.indexOf(drawn)]++;
    }
    assertThat(same).isBetween(400, 600);
    for (int count : first) {
      assertThat(count).isBetween(400, 600);
    }
    assertThatThrownBy(() -> new ReplicaDraw(new byte[15])).hasMessageContaining("16 bytes");
  }

  @Test
  void theTailIsHypergeometric() {
    assertThat(AgreementBook.tail(10, 3, 4, 3)).isCloseTo(4.0 / 120, within(1e-12));
    assertThat(AgreementBook.tail(10, 3, 4, 0)).isEqualTo(1);
    assertThat(AgreementBook.tail(10, 8, 7, 5)).isEqualTo(1);
    assertThat(AgreementBook.tail(10, 2, 2, 2)).isCloseTo(1.0 / 45, within(1e-12));
    assertThat(AgreementBook.tail(0, 0, 0, 0)).isEqualTo(1);
  }

  /** Honest workers err with {@code error}; the first {@code colluders} lie together. */
  private static AgreementBook votes(long seed, int workers, int colluders, double error) {
    SplittableRandom random = new SplittableRandom(seed);
    AgreementBook book = new AgreementBook();
    for (int task = 0; task < 3_000; task++) {
      boolean plot = random.nextDouble() < 0.2;
      Set<Integer> voters = new HashSet<>();
      while (voters.size() < 4) {
        voters.add(random.nextInt(workers));
      }
      List<AgreementBook.Answer> answers = new ArrayList<>();
      for (int worker : voters) {
        boolean lies = worker < colluders ? plot : random.nextDouble() < error;
        // Honest errors often agree too: half of them are the same.
        String wrong = worker < colluders ? "lie" : "slip" + random.nextInt(2);
        answers.add(new AgreementBook.Answer("w" + worker, lies ? wrong : "right"));
      }
      book.certified("right", answers);
    }
    return book;
  }

  @Test
  void plantedColludersAreFound() {
    for (long seed = 0; seed < 5; seed++) {
      List<AgreementBook.Suspects> suspects = votes(seed, 20, 3, 0.05).suspects(0.01);
      Set<String> found = new HashSet<>();
      suspects.forEach(each -> found.add(each.first() + "+" + each.second()));
      assertThat(found).as("seed %d", seed).contains("w0+w1", "w0+w2", "w1+w2");
    }
  }

  @Test
  void honestPairsAreNotAccusedMoreOftenThanStated() {
    int accusedIn = 0;
    for (long seed = 100; seed < 140; seed++) {
      accusedIn += votes(seed, 20, 0, 0.15).suspects(0.05).isEmpty() ? 0 : 1;
    }
    // At most 5 % of 40 experiments may accuse anybody: 2 expected, 6 or more with 1 %.
    assertThat(accusedIn).isLessThan(6);
  }

  @Test
  void amongThoseAccusedFewAreInnocent() {
    int accused = 0;
    int innocent = 0;
    for (long seed = 200; seed < 220; seed++) {
      for (AgreementBook.Suspects each : votes(seed, 20, 4, 0.1).suspects(0.05)) {
        accused++;
        boolean guilty = isColluder(each.first()) && isColluder(each.second());
        innocent += guilty ? 0 : 1;
      }
    }
    assertThat(accused).isGreaterThanOrEqualTo(20 * 6);
    assertThat(innocent).isLessThanOrEqualTo(accused / 20);
  }

  private static boolean isColluder(String worker) {
    return Integer.parseInt(worker.substring(1)) < 4;
  }

  @Test
  void aRateThatIsNoneIsRefused() {
    assertThatThrownBy(() -> new AgreementBook().suspects(0))
        .hasMessageContaining("falseAlarmRate");
    assertThat(new AgreementBook().suspects(0.5)).isEmpty();
  }
}
