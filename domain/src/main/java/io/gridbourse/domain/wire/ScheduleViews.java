package io.gridbourse.domain.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the REST interface says of the choice of work: reservations, and why a lease was granted.
 */
public final class ScheduleViews {
  private ScheduleViews() {}

  /**
   * A wish to keep workers of a pool for a project.
   *
   * @param percent share of the pool's workers online, 1 to 100
   * @param from now if absent
   * @param lent whether idle workers of it do others' tasks; absent is no
   */
  public record ReservationRequest(
      String project,
      Integer percent,
      @Nullable Instant from,
      Instant until,
      @Nullable Boolean lent) {}

  /**
   * A reservation.
   *
   * @param state AHEAD, HOLDS, OVER or RELEASED
   */
  public record ReservationView(
      String reservation,
      String pool,
      String project,
      int percent,
      Instant from,
      Instant until,
      boolean lent,
      String state,
      String madeBy,
      Instant madeAt) {}

  /**
   * Why a worker was leased tasks of a bag and not of another.
   *
   * @param decidedBy RANK, TURN, NEW, DEDICATED or DUPLICATE
   * @param epoch number of the ranking; absent if none was read
   * @param hostClass of the worker
   * @param rows what the worker could have been given, the best first; empty if there was no rank
   * @param hosts how the worker's host class stands with the bag's requester, the best first
   */
  public record LeaseWhyView(
      String subject,
      String sentence,
      @Nullable String remedy,
      List<String> facts,
      String lease,
      String bag,
      String worker,
      Instant at,
      String decidedBy,
      @Nullable Long epoch,
      @Nullable String hostClass,
      List<RankRow> rows,
      List<RankRow> hosts) {}

  /**
   * One alternative of a ranking.
   *
   * @param place from 1
   * @param alternative bags or hosts that count as one, in words
   * @param level above others whatever the flows say: the priority, far more where the host is kept
   *     for the bag's project
   * @param net flow, -1 to 1: by how much it is preferred to the others
   * @param taken whether the lease is of it
   */
  public record RankRow(
      int place,
      String alternative,
      int level,
      double plus,
      double minus,
      double net,
      boolean taken,
      List<RankShare> shares) {}

  /**
   * What one criterion contributed to a net flow.
   *
   * @param value as it was measured: a flow, octaves, or a part of one
   */
  public record RankShare(String criterion, double value, double contribution) {}
}
