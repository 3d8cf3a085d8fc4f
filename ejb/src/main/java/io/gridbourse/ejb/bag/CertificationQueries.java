package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.Verification;
import io.gridbourse.domain.proof.BallotPattern;
import io.gridbourse.domain.proof.BookReport;
import io.gridbourse.domain.wire.TrustViews.BallotView;
import io.gridbourse.domain.wire.TrustViews.CertificationView;
import io.gridbourse.domain.wire.TrustViews.ToleranceView;
import io.gridbourse.ejb.schedule.Dispatcher;
import io.gridbourse.ejb.users.User;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What a bag asks of results, and by how many votes its tasks were certified: from the books of
 * partitions that run here, and from the stored votes of all others.
 */
@ApplicationScoped
public class CertificationQueries {
  private StoredBags bags;
  private Partitions partitions;
  private Dispatcher dispatcher;
  private DecidedPartitions decided;
  private TermsOfBags terms;

  protected CertificationQueries() {}

  /** The queries with all that they need. */
  @Inject
  public CertificationQueries(
      DataSource database,
      StoredBags bags,
      Dispatcher dispatcher,
      DecidedPartitions decided,
      TermsOfBags terms) {
    this.bags = bags;
    this.partitions = new Partitions(database);
    this.dispatcher = dispatcher;
    this.decided = decided;
    this.terms = terms;
  }

  /** How the results of a bag come to be believed; empty if there is no such bag for the user. */
  public Optional<CertificationView> of(User user, String id) {
    return Bagged.id(id)
        .flatMap(bags::find)
        .filter(each -> user.seesAll() || each.requester().equals(user.account()))
        .map(this::view);
  }

  /** Votes for the certified answer, for others, and never shown. */
  private record Shape(int accepted, int outvoted, int silent) {
    static Shape of(BallotPattern ballot) {
      int outvoted = ballot.rejected().stream().mapToInt(List::size).sum();
      return new Shape(ballot.accepted().size(), outvoted, ballot.silent().size());
    }
  }

  private CertificationView view(Bag bag) {
    Map<Shape, Long> tasks = new HashMap<>();
    double tolerated = 0;
    double spent = 0;
    for (Partition partition : partitions.of(bag.id())) {
      Found found = found(bag, partition);
      found
          .ballots()
          .forEach((ballot, count) -> tasks.merge(Shape.of(ballot), (long) count, Long::sum));
      tolerated += found.tolerance().map(BookReport.Tolerance::tolerated).orElse(0.0);
      spent += found.tolerance().map(BookReport.Tolerance::spent).orElse(0.0);
    }
    List<BallotView> ballots =
        tasks.entrySet().stream()
            .map(each -> ballot(each.getKey(), each.getValue()))
            .sorted(Comparator.comparingLong(BallotView::tasks).reversed())
            .toList();
    Verification verification = bag.spec().verification();
    Assurance assurance = verification.assurance();
    return new CertificationView(
        bag.id().text(),
        AssuranceWords.rungs(verification),
        AssuranceWords.comparator(assurance.likeness()),
        assurance.spotChecks(),
        assurance.hosts().name(),
        verification.window().map(Duration::toSeconds).orElse(null),
        ballots.stream().mapToLong(BallotView::tasks).sum(),
        ballots,
        assurance.isBudgeted() ? new ToleranceView(assurance.tolerated(), tolerated, spent) : null);
  }

  /** What the book of a partition says of its certificates. */
  private record Found(
      Map<BallotPattern, Integer> ballots, Optional<BookReport.Tolerance> tolerance) {
    static Found of(BookReport report) {
      return new Found(report.ballots(), report.tolerance());
    }
  }

  private Found found(Bag bag, Partition partition) {
    return dispatcher
        .find(partition.bag(), partition.number())
        .map(run -> run.look(Found::of))
        .orElseGet(() -> Found.of(decided.report(partition, terms.of(bag.id()))));
  }

  private static BallotView ballot(Shape shape, long tasks) {
    return new BallotView(shape.accepted(), shape.outvoted(), shape.silent(), tasks);
  }
}
