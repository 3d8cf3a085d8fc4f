package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.wire.TailViews.BinView;
import io.gridbourse.domain.wire.TailViews.TimesView;
import io.gridbourse.ejb.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * How long tasks of bags took, from what their workers said of each lease, in ranges that grow by
 * the fourth root of two.
 */
final class TaskTimes {
  private static final int PER_OCTAVE = 4;
  private static final double LOW = 0.1;
  private static final double MEDIAN = 0.5;
  private static final double HIGH = 0.9;
  private static final double MILLIS = 1_000;

  /** Tasks that take less than a microsecond are taken to last one. */
  private static final String EACH = "greatest(task_millis / count, 0.001)";

  private final Sql sql;

  TaskTimes(DataSource database) {
    this.sql = new Sql(database);
  }

  private record Bin(int number, long tasks, double least, double most, double sum) {
    double from() {
      return Math.pow(2, (double) number / PER_OCTAVE) / MILLIS;
    }

    double to() {
      return Math.pow(2, (number + 1.0) / PER_OCTAVE) / MILLIS;
    }
  }

  /** How long the tasks of a bag took; empty before any was answered. */
  Optional<TimesView> of(BagId bag) {
    List<Bin> bins =
        sql.list(
            "select floor("
                + PER_OCTAVE
                + " * ln("
                + EACH
                + ") / ln(2)) as bin, sum(count) as tasks, min("
                + EACH
                + ") as least, max("
                + EACH
                + ") as most, sum(greatest(task_millis, 0)) as millis from contribution"
                + " where bag = ? and count > 0 and not is_check group by bin order by bin",
            row ->
                new Bin(
                    row.getInt("bin"),
                    row.getLong("tasks"),
                    row.getDouble("least") / MILLIS,
                    row.getDouble("most") / MILLIS,
                    row.getDouble("millis") / MILLIS),
            bag.text());
    return bins.isEmpty() ? Optional.empty() : Optional.of(view(bins));
  }

  private static TimesView view(List<Bin> bins) {
    long tasks = bins.stream().mapToLong(Bin::tasks).sum();
    double sum = bins.stream().mapToDouble(Bin::sum).sum();
    return new TimesView(
        tasks,
        bins.get(0).least(),
        quantile(bins, LOW * tasks),
        quantile(bins, MEDIAN * tasks),
        sum / tasks,
        quantile(bins, HIGH * tasks),
        bins.get(bins.size() - 1).most(),
        shown(bins));
  }

  /** Within its range the tasks are taken to lie evenly. */
  private static double quantile(List<Bin> bins, double rank) {
    double before = 0;
    for (Bin bin : bins) {
      if (before + bin.tasks() >= rank) {
        double share = (rank - before) / bin.tasks();
        double low = Math.max(bin.from(), bin.least());
        return low + share * (Math.min(bin.to(), bin.most()) - low);
      }
      before += bin.tasks();
    }
    return bins.get(bins.size() - 1).most();
  }

  /** All ranges from the first to the last, those without tasks too. */
  private static List<BinView> shown(List<Bin> bins) {
    List<BinView> shown = new ArrayList<>();
    int next = bins.get(0).number();
    for (Bin bin : bins) {
      for (; next < bin.number(); next++) {
        Bin empty = new Bin(next, 0, 0, 0, 0);
        shown.add(new BinView(empty.from(), empty.to(), 0));
      }
      shown.add(new BinView(bin.from(), bin.to(), bin.tasks()));
      next++;
    }
    return shown;
  }
}
