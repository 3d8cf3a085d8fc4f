package io.gridbourse.domain.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the REST interface says of supporting workers and their credits. */
public final class SupportViews {
  private SupportViews() {}

  /**
   * Credits of a project; granted = free + reserved + spent.
   *
   * @param owner account that pays for the bags
   */
  public record CreditView(
      String owner, String project, long granted, long free, long reserved, long spent) {}

  /**
   * Asks for credits to be granted.
   *
   * @param owner account that pays for the bags
   * @param credits at least 1
   */
  public record GrantRequest(String owner, String project, long credits) {}

  /**
   * The support of a bag.
   *
   * @param state WAITING for its trigger, STARTED or ENDED
   * @param reason why it has ended or is as it is
   */
  public record SupportView(
      String project,
      long credits,
      long creditsLeft,
      String trigger,
      String sizing,
      String deployment,
      String state,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable String reason,
      List<SupportWorkerView> workers) {}

  /**
   * A supporting worker.
   *
   * @param worker its account, once it has enrolled
   * @param state STARTING, RUNNING, STOPPING, STOPPED or FAILED
   * @param paid credits that it cost
   */
  public record SupportWorkerView(
      String id,
      String provisioner,
      @Nullable String handle,
      @Nullable String worker,
      String state,
      Instant orderedAt,
      @Nullable Instant stoppedAt,
      long paid,
      @Nullable String detail) {}
}
