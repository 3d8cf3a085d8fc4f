package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.domain.wire.Views.TaskView;
import io.gridbourse.ejb.market.Deals;
import io.gridbourse.ejb.proof.FactRows.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pages of a bag's tasks by index. */
final class TaskPages {
  /** Tasks that are farther apart than this are looked up by a query each. */
  private static final long GAP_MAX = 64;

  private final PartitionCells cells;
  private final TaskRecords records;
  private final Deals deals;

  TaskPages(PartitionCells cells, TaskRecords records, Deals deals) {
    this.cells = cells;
    this.records = records;
    this.deals = deals;
  }

  /** A task of a page. */
  private record Row(Partition partition, TaskViews.Place place, char letter) {
    long index() {
      return place.index();
    }

    boolean isDecided() {
      return letter == 'C' || letter == 'F';
    }
  }

  /** A page of a bag that is cut into these partitions; its cursor is the next index to look at. */
  Page<TaskView> page(Bag bag, List<Partition> partitions, TaskFilter filter) {
    List<Row> rows = rows(partitions, filter, TaskViews.botFirst(deals, bag));
    boolean more = rows.size() > filter.limit();
    List<Row> shown = more ? rows.subList(0, filter.limit()) : rows;
    return new Page<>(
        filter.results()
            ? withResults(bag, shown)
            : shown.stream().map(r -> brief(bag, r)).toList(),
        more ? Long.toString(rows.get(filter.limit()).index()) : null);
  }

  /** The rows of the page, and the one after it. */
  private List<Row> rows(List<Partition> partitions, TaskFilter filter, long botFirst) {
    List<Row> rows = new ArrayList<>();
    for (Partition partition : partitions) {
      long end = partition.first() + partition.tasks();
      if (end <= filter.from()) {
        continue;
      }
      int offset = (int) Math.max(0, filter.from() - partition.first());
      char[] letters = cells.of(partition, offset, partition.tasks() - offset);
      for (int i = 0; i < letters.length; i++) {
        if (filter.state().isEmpty() || filter.state().get().equals(TaskViews.state(letters[i]))) {
          rows.add(
              new Row(
                  partition,
                  new TaskViews.Place(partition.first() + offset + i, botFirst),
                  letters[i]));
          if (rows.size() > filter.limit()) {
            return rows;
          }
        }
      }
    }
    return rows;
  }

  private static TaskView brief(Bag bag, Row row) {
    return TaskViews.brief(bag, row.place(), row.letter(), TaskViews.Outcome.NONE);
  }

  private List<TaskView> withResults(Bag bag, List<Row> rows) {
    List<TaskView> views = new ArrayList<>();
    Outcomes outcomes = new Outcomes(records.facts());
    int start = 0;
    while (start < rows.size()) {
      int end = start + 1;
      while (end < rows.size() && isNear(rows.get(end - 1), rows.get(end))) {
        end++;
      }
      views.addAll(withResults(bag, rows.subList(start, end), outcomes));
      start = end;
    }
    return views;
  }

  private static boolean isNear(Row row, Row next) {
    return row.partition().number() == next.partition().number()
        && next.index() - row.index() <= GAP_MAX;
  }

  /** Tasks of one partition that lie close together, so that they share contributions. */
  private List<TaskView> withResults(Bag bag, List<Row> rows, Outcomes outcomes) {
    Partition partition = rows.get(0).partition();
    List<Stored> stored =
        rows.stream().noneMatch(Row::isDecided)
            ? List.of()
            : records
                .facts()
                .overlapping(
                    bag.id(),
                    partition.number(),
                    rows.get(0).index(),
                    rows.get(rows.size() - 1).index() + 1);
    return rows.stream().map(row -> withResult(bag, row, stored, outcomes)).toList();
  }

  private TaskView withResult(Bag bag, Row row, List<Stored> stored, Outcomes outcomes) {
    if (!row.isDecided()) {
      return brief(bag, row);
    }
    TaskRecord record =
        records.of(
            bag, row.index(), stored.stream().filter(each -> covers(each, row.index())).toList());
    Optional<TaskRecord.Certified> certified = record.certified();
    Optional<byte[]> result =
        certified
            .filter(answer -> row.letter() == 'C')
            .flatMap(answer -> outcomes.find(row.partition(), record, answer.digest()));
    return TaskViews.brief(
        bag,
        row.place(),
        row.letter(),
        new TaskViews.Outcome(
            TaskViews.reason(record, row.letter()),
            result,
            certified.map(answer -> answer.digest().hex())));
  }

  private static boolean covers(Stored stored, long index) {
    long position = index - stored.committed().first();
    return position >= 0 && position < stored.committed().count();
  }
}
