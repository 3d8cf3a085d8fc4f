package io.gridbourse.ejb.bag;

import io.gridbourse.domain.proof.BookReport;
import io.gridbourse.ejb.schedule.Dispatcher;
import io.gridbourse.ejb.schedule.PartitionRun;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A letter for each task of a partition: from its book while it is driven here, else from its row,
 * or, where the row does not tell, from its facts.
 */
final class PartitionCells {
  private static final int KEPT = 64;
  private final Dispatcher dispatcher;
  private final DecidedPartitions decided;
  private final TermsOfBags terms;
  private final Map<String, char[]> mixed =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, char[]> eldest) {
              return size() > KEPT;
            }
          });

  PartitionCells(Dispatcher dispatcher, DecidedPartitions decided, TermsOfBags terms) {
    this.dispatcher = dispatcher;
    this.decided = decided;
    this.terms = terms;
  }

  /** Letters of {@code count} tasks from {@code offset} in the partition. */
  char[] of(Partition partition, int offset, int count) {
    Optional<PartitionRun> run = dispatcher.find(partition.bag(), partition.number());
    if (run.isPresent()) {
      return run.get().look(report -> report.cells(offset, count));
    }
    Partition.Tally tally = partition.tally();
    if (tally.decided() == 0 || tally.succeeded() == partition.tasks()) {
      char[] same = new char[count];
      Arrays.fill(same, tally.decided() == 0 ? 'W' : 'C');
      return same;
    }
    char[] all = partition.state().isOpen() ? read(partition) : known(partition);
    return Arrays.copyOfRange(all, offset, offset + count);
  }

  private char[] known(Partition partition) {
    return mixed.computeIfAbsent(
        partition.bag() + "." + partition.number(), key -> read(partition));
  }

  private char[] read(Partition partition) {
    BookReport report = decided.report(partition, terms.of(partition.bag()));
    return report.cells(0, partition.tasks());
  }
}
