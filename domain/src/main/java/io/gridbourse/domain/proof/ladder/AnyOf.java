package io.gridbourse.domain.proof.ladder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Several rungs of which one is enough: the first, in their order, that accepts an answer.
 *
 * @param rungs at least two
 */
public record AnyOf(List<Rung> rungs) implements Rung {
  public AnyOf {
    rungs = List.copyOf(rungs);
    ProofRefusal.atLeast("rungs", 2, rungs.size());
  }

  @Override
  public String method() {
    return rungs.stream().map(Rung::method).collect(Collectors.joining("|"));
  }

  @Override
  public <K> Judgement<K> judge(List<Vote<K>> votes) {
    int more = VOTES_MAX;
    List<String> reasons = new ArrayList<>();
    for (Rung rung : rungs) {
      Judgement<K> judgement = rung.judge(votes);
      Optional<Certificate<K>> certificate = judgement.certificate();
      if (certificate.isPresent()) {
        return judgement;
      }
      more = Math.min(more, judgement.fold(certified -> 0, Judgement.Open::more));
      reasons.add(
          rung.method() + ": " + judgement.fold(certified -> "accepted", Judgement.Open::why));
    }
    return new Judgement.Open<>(more, String.join("; ", reasons));
  }
}
