package io.gridbourse.domain.schedule.rank;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Alternatives in the order of their net flows, with what each criterion contributed: the answer to
 * "why this one?".
 *
 * @param places the best first
 */
public record Ranking(List<Place> places) {
  public Ranking {
    places = List.copyOf(places);
  }

  /**
   * One alternative.
   *
   * @param plus φ⁺
   * @param minus φ⁻
   * @param net φ, the sum of all contributions
   * @param shares by criterion, in the order of the criteria
   */
  public record Place(String id, double plus, double minus, double net, List<Share> shares) {
    public Place {
      shares = List.copyOf(shares);
    }
  }

  /**
   * What one criterion did for one alternative.
   *
   * @param value as it was given
   * @param contribution to the net flow, weight included
   */
  public record Share(String criterion, double value, double contribution) {}

  /**
   * Ranks alternatives; of equals the one with the lowest id comes first, where ids that are
   * numbers are compared as numbers.
   *
   * @param values by alternative and criterion
   */
  public static Ranking of(Criteria criteria, List<String> ids, double[][] values) {
    requireDistinct(ids);
    Integer[] byId = new Integer[ids.size()];
    Arrays.setAll(byId, i -> i);
    Arrays.sort(byId, Comparator.comparing(ids::get, Ranking::compareIds));
    double[][] sorted = new double[byId.length][];
    for (int i = 0; i < byId.length; i++) {
      sorted[i] = values[byId[i]];
    }
    Flows flows = Promethee.flows(criteria, sorted);
    List<Place> places = new ArrayList<>();
    for (int at : flows.order()) {
      List<Share> shares = new ArrayList<>();
      for (int j = 0; j < criteria.size(); j++) {
        shares.add(
            new Share(criteria.get(j).name(), sorted[at][j], flows.contribution(j, at) + 0.0));
      }
      places.add(
          new Place(
              ids.get(byId[at]), flows.plus(at), flows.minus(at), flows.net(at) + 0.0, shares));
    }
    return new Ranking(places);
  }

  private static void requireDistinct(List<String> ids) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < ids.size(); i++) {
      if (ids.get(i).isEmpty() || !seen.add(ids.get(i))) {
        throw new RankRefusal(
            "alternatives[" + i + "].id", "a name that no other has", "'" + ids.get(i) + "'");
      }
    }
  }

  private static int compareIds(String a, String b) {
    if (isNumber(a) && isNumber(b)) {
      int byLength = Integer.compare(a.length(), b.length());
      return byLength != 0 ? byLength : a.compareTo(b);
    }
    return a.compareTo(b);
  }

  private static boolean isNumber(String id) {
    return id.matches("0|[1-9][0-9]*");
  }

  /** One sentence that says why the first place went where it did. */
  public String sentence() {
    Place first = places.get(0);
    if (places.size() == 1) {
      return first.id() + " is the only alternative";
    }
    Place second = places.get(1);
    if (Math.abs(first.net() - second.net()) < Flows.TIE) {
      return first.id() + " and " + second.id() + " are equal; the lower id goes first";
    }
    int decisive = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < first.shares().size(); j++) {
      double lead = first.shares().get(j).contribution() - second.shares().get(j).contribution();
      if (lead > most) {
        most = lead;
        decisive = j;
      }
    }
    return String.format(
        Locale.ROOT,
        "%s leads %s by a net flow of %.4f; most of it, %.4f, comes from %s (%s against %s)",
        first.id(),
        second.id(),
        first.net() - second.net(),
        most,
        first.shares().get(decisive).criterion(),
        first.shares().get(decisive).value(),
        second.shares().get(decisive).value());
  }
}
