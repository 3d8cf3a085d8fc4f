package io.gridbourse.domain.schedule.rank;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The criteria of a decision; their weights sum to one. */
public record Criteria(List<Criterion> list) {
  /** Criteria that one decision may have. */
  public static final int CRITERIA_MAX = 64;

  private static final double SUM_TOLERANCE = 1e-9;

  public Criteria {
    list = List.copyOf(list);
    if (list.isEmpty() || list.size() > CRITERIA_MAX) {
      throw new RankRefusal("criteria", "1 to " + CRITERIA_MAX + " criteria", list.size());
    }
    Set<String> names = new HashSet<>();
    double sum = 0;
    for (int j = 0; j < list.size(); j++) {
      if (!names.add(list.get(j).name())) {
        throw new RankRefusal("criteria[" + j + "].name", "unique", list.get(j).name());
      }
      sum += list.get(j).weight();
    }
    if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
      throw new RankRefusal("criteria[*].weight", "numbers whose sum is 1", "a sum of " + sum);
    }
  }

  /** Criteria of these. */
  public static Criteria of(Criterion... criteria) {
    return new Criteria(List.of(criteria));
  }

  int size() {
    return list.size();
  }

  Criterion get(int j) {
    return list.get(j);
  }
}
