package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.PartitionGrid;
import io.gridbourse.domain.bag.PartitionState;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** The partitions in the database. What an owner writes states its epoch. */
public final class Partitions {
  private final Sql sql;

  /** The partitions in this database. */
  public Partitions(DataSource database) {
    this.sql = new Sql(database);
  }

  /** Cuts a bag; what is there already stays as it is. */
  public void create(BagId bag, PartitionGrid grid) {
    List<Object[]> rows = new ArrayList<>();
    for (int number = 0; number < grid.count(); number++) {
      rows.add(
          new Object[] {
            bag.text(), number, grid.first(number), (int) grid.countOf(number), grid.size()
          });
    }
    sql.batch(
        "insert into bag_partition (bag, number, first, tasks, size, state)"
            + " values (?, ?, ?, ?, ?, 'WAITING') on conflict do nothing",
        rows);
  }

  /** The partitions of a bag by number. */
  public List<Partition> of(BagId bag) {
    return sql.list(
        "select * from bag_partition where bag = ? order by number",
        Partitions::partition,
        bag.text());
  }

  /** The partitions of several bags. */
  public List<Partition> of(List<BagId> bags) {
    return bags.isEmpty()
        ? List.of()
        : sql.list(
            "select * from bag_partition where bag = any(string_to_array(?, ' '))"
                + " order by bag, number",
            Partitions::partition,
            String.join(" ", bags.stream().map(BagId::text).toList()));
  }

  /** One partition. */
  public Optional<Partition> find(BagId bag, int number) {
    return sql.first(
        "select * from bag_partition where bag = ? and number = ?",
        Partitions::partition,
        bag.text(),
        number);
  }

  /** Partitions of all bags that are decided and not yet paid. */
  public List<Partition> unsettled() {
    return sql.list(
        "select * from bag_partition where state in ('DECIDED', 'ACCEPTING', 'ACCEPTED', 'SETTLING')",
        Partitions::partition);
  }

  /**
   * Takes a partition for a node, unless another one owns it. The database's clock decides.
   *
   * @return the new epoch
   */
  public OptionalLong own(BagId bag, int number, String node, Duration term) {
    return sql.first(
            "update bag_partition set state = 'RUNNING', node = ?, epoch = epoch + 1,"
                + " expires = clock_timestamp() + ? * interval '1 millisecond'"
                + " where bag = ? and number = ? and state in ('WAITING', 'RUNNING')"
                + " and (node is null or node = ? or expires < clock_timestamp())"
                + " returning epoch",
            row -> row.getLong("epoch"),
            node,
            term.toMillis(),
            bag.text(),
            number,
            node)
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  /** Prolongs an ownership and notes how far the partition is; false if the epoch is stale. */
  public boolean renew(
      BagId bag, int number, long epoch, Duration term, Partition.Tally tally, byte[] undecided) {
    return sql.update(
            "update bag_partition set expires = clock_timestamp() + ? * interval '1 millisecond',"
                + " succeeded = ?, program_failed = ?, given_up = ?, undecided = ?"
                + " where bag = ? and number = ? and epoch = ? and state = 'RUNNING'",
            term.toMillis(),
            tally.succeeded(),
            tally.programFailed(),
            tally.givenUp(),
            undecided,
            bag.text(),
            number,
            epoch)
        == 1;
  }

  /** Gives an ownership back before its time; a stale epoch changes nothing. */
  public boolean release(BagId bag, int number, long epoch) {
    return sql.update(
            "update bag_partition set node = null, expires = null"
                + " where bag = ? and number = ? and epoch = ? and state = 'RUNNING'",
            bag.text(),
            number,
            epoch)
        == 1;
  }

  /** Ends a partition whose tasks are all decided; false if the epoch is stale. */
  public boolean decide(
      BagId bag, int number, long epoch, Partition.Tally tally, Bytes32 root, Instant at) {
    return sql.update(
            "update bag_partition set state = 'DECIDED', node = null, expires = null,"
                + " succeeded = ?, program_failed = ?, given_up = ?, undecided = null,"
                + " results_root = ?, decided_at = ?"
                + " where bag = ? and number = ? and epoch = ? and state = 'RUNNING'",
            tally.succeeded(),
            tally.programFailed(),
            tally.givenUp(),
            root.hex(),
            at,
            bag.text(),
            number,
            epoch)
        == 1;
  }

  /**
   * Opens a decided partition again; false if it is not decided any more, or was decided anew. What
   * the side record says of its decision is said again when it is decided again.
   */
  boolean reopen(Partition partition, Partition.Tally tally, byte[] undecided) {
    return sql.update(
            "update bag_partition set state = ?, epoch = epoch + 1, succeeded = ?,"
                + " program_failed = ?, given_up = ?, undecided = ?, results_root = null,"
                + " decided_at = null, recorded = 0"
                + " where bag = ? and number = ? and epoch = ? and state = 'DECIDED'",
            PartitionState.DECIDED.on(PartitionState.Event.REOPENED).orElseThrow(),
            tally.succeeded(),
            tally.programFailed(),
            tally.givenUp(),
            undecided,
            partition.bag().text(),
            partition.number(),
            partition.epoch())
        == 1;
  }

  /** Notes that the votes of a decided partition count otherwise; false as {@link #reopen}. */
  boolean recount(Partition partition) {
    return sql.update(
            "update bag_partition set epoch = epoch + 1"
                + " where bag = ? and number = ? and epoch = ? and state = 'DECIDED'",
            partition.bag().text(),
            partition.number(),
            partition.epoch())
        == 1;
  }

  /**
   * Moves a decided partition on its way to the ledger; false if it is not decided any more, or was
   * opened again and decided anew since it was read.
   */
  public boolean plan(Partition partition, PartitionState.Event event) {
    return sql.update(
            "update bag_partition set state = ?"
                + " where bag = ? and number = ? and epoch = ? and state = 'DECIDED'",
            PartitionState.DECIDED.on(event).orElseThrow(),
            partition.bag().text(),
            partition.number(),
            partition.epoch())
        == 1;
  }

  /** Moves a decided partition along; false if it is no longer in {@code expected}. */
  public boolean move(BagId bag, int number, PartitionState expected, PartitionState.Event event) {
    PartitionState next = expected.on(event).orElseThrow();
    return sql.update(
            "update bag_partition set state = ? where bag = ? and number = ? and state = ?",
            next,
            bag.text(),
            number,
            expected)
        == 1;
  }

  private static Partition partition(ResultSet row) throws SQLException {
    return new Partition(
        new BagId(row.getString("bag")),
        row.getInt("number"),
        row.getLong("first"),
        row.getInt("tasks"),
        row.getLong("size"),
        PartitionState.valueOf(row.getString("state")),
        Optional.ofNullable(row.getString("node")),
        row.getLong("epoch"),
        new Partition.Tally(
            row.getInt("succeeded"), row.getInt("program_failed"), row.getInt("given_up")),
        Optional.ofNullable(row.getString("results_root")));
  }
}
