package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.PartitionGrid;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.data.ContentStore;
import io.gridbourse.ejb.ledger.OpenTasks;
import io.gridbourse.ejb.market.LedgerTasks;
import io.gridbourse.ejb.schedule.Terms;
import io.gridbourse.ejb.settings.BagSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Makes a bag ready to be computed: its contents are here, its partitions are cut. */
@ApplicationScoped
public class StageBag {
  private Partitions partitions;
  private StoredBags bags;
  private TermsOfBags terms;
  private ContentStore contents;
  private BagSettings settings;
  private LedgerTasks tasks;
  private OpenTasks openTasks;

  protected StageBag() {}

  /** The use case with all that it needs. */
  @Inject
  public StageBag(
      DataSource database,
      StoredBags bags,
      TermsOfBags terms,
      ContentStore contents,
      BagSettings settings,
      LedgerTasks tasks,
      OpenTasks openTasks) {
    this.partitions = new Partitions(database);
    this.bags = bags;
    this.terms = terms;
    this.contents = contents;
    this.settings = settings;
    this.tasks = tasks;
    this.openTasks = openTasks;
  }

  /** Stages a bag; again changes nothing. */
  public void stage(BagId bag) {
    Terms of = terms.of(bag);
    long count = of.bag().spec().tasks();
    if (tasks.settlesByTask(of.deal().id())) {
      partitions.create(bag, new PartitionGrid(count, 1));
      openTasks.open(of.deal());
    } else {
      partitions.create(
          bag, PartitionGrid.cut(count, settings.partitionTasksMin(), settings.partitionsMax()));
    }
    List<String> missing = missing(of);
    if (!missing.isEmpty()) {
      bags.note(
          bag,
          Optional.of(
              "its content " + String.join(", ", missing) + " is not stored here: put it again"));
    }
  }

  private List<String> missing(Terms of) {
    List<String> names = new ArrayList<>();
    names.add(of.program().app());
    of.program().inputs().forEach(input -> names.add(input.content()));
    return names.stream().filter(name -> !contents.exists(Sha256.parse(name))).toList();
  }
}
