package io.gridbourse.domain.proof.ladder;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Several rungs at once: an answer is accepted when each of them accepts it. The bound is the
 * lowest of theirs: that their errors were independent is not assumed.
 *
 * @param rungs at least two
 */
public record Mixed(List<Rung> rungs) implements Rung {
  public Mixed {
    rungs = List.copyOf(rungs);
    ProofRefusal.atLeast("rungs", 2, rungs.size());
  }

  @Override
  public String method() {
    return rungs.stream().map(Rung::method).collect(Collectors.joining("+"));
  }

  @Override
  public <K> Judgement<K> judge(List<Vote<K>> votes) {
    List<Certificate<K>> certificates = new ArrayList<>();
    int more = 0;
    List<String> reasons = new ArrayList<>();
    for (Rung rung : rungs) {
      Judgement<K> judgement = rung.judge(votes);
      judgement.certificate().ifPresent(certificates::add);
      more = Math.max(more, judgement.fold(certified -> 0, Judgement.Open::more));
      reasons.add(
          rung.method() + ": " + judgement.fold(certified -> "accepted", Judgement.Open::why));
    }
    if (certificates.size() < rungs.size()) {
      return new Judgement.Open<>(more, String.join("; ", reasons));
    }
    Certificate<K> best = certificates.get(0);
    List<String> derivation = new ArrayList<>();
    for (Certificate<K> each : certificates) {
      if (!each.answer().equals(best.answer())) {
        return new Judgement.Open<>(1, "the rungs accept different answers");
      }
      best = each.errorBound() < best.errorBound() ? each : best;
      each.derivation().forEach(step -> derivation.add(each.method() + ": " + step));
    }
    derivation.add("the lowest of the bounds holds for what all accept");
    return new Judgement.Certified<>(
        new Certificate<>(method(), best.answer(), best.votes(), best.errorBound(), derivation));
  }
}
