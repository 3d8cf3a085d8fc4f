package io.gridbourse.web.iexec;

import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.bag.LedgerTaskQueries;
import io.gridbourse.ejb.bag.LedgerTaskQueries.Log;
import io.gridbourse.ejb.bag.LedgerTaskQueries.Replicate;
import io.gridbourse.ejb.bag.LedgerTaskQueries.Status;
import io.gridbourse.ejb.bag.LedgerTaskQueries.Step;
import io.gridbourse.ejb.market.WalletChallenges;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.web.gateway.TypedChallenge;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;

/** What a pool tells of its tasks: to anybody how far they are, to the requester their logs. */
@Path("/tasks")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class PoolTaskResource {
  /** The name in the EIP-712 domain of its challenges. */
  static final String SERVICE = "Gridbourse Pool";

  @Inject private LedgerTaskQueries tasks;

  @Inject private WalletChallenges challenges;

  @Inject private ChainSettings chain;

  /** How far a task is, in the words of iExec's pools. */
  public record TaskStatus(
      String chainTaskId,
      String currentStatus,
      List<Step> dateStatusList,
      List<ReplicateStatus> replicates) {}

  /** What one worker did. */
  public record ReplicateStatus(
      String walletAddress,
      String currentStatus,
      Optional<Integer> appExitCode,
      List<Step> statusUpdateList) {}

  /** What the program of a task said. */
  public record TaskLogs(String chainTaskId, List<ComputeLogs> computeLogsList) {}

  /** What the program said to one worker. */
  public record ComputeLogs(String walletAddress, String stdout, String stderr) {}

  /** How far a task is. */
  @GET
  @Path("{task: 0x[0-9a-fA-F]+}")
  public Response status(@PathParam("task") String task) {
    TaskId id = Refusal.task(task);
    return tasks
        .status(id)
        .map(status -> Response.ok(view(id, status)).build())
        .orElseGet(() -> unknown(id));
  }

  /** What to sign before logs are shown. */
  @GET
  @Path("logs/challenge")
  public Response challenge(
      @QueryParam("chainId") String chainId, @QueryParam("address") String address) {
    if (!Long.toString(chain.chainId()).equals(chainId)) {
      return Refusal.answer(400, "chainId must be " + chain.chainId());
    }
    return challenges
        .issue(Refusal.address("address", address), SERVICE)
        .map(text -> Response.ok(TypedChallenge.of(SERVICE, chain.chainId(), text)).build())
        .orElseGet(() -> Refusal.answer(503, "too many challenges are open; try in a minute"));
  }

  /** What the program said, for the requester. */
  @GET
  @Path("{task: 0x[0-9a-fA-F]+}/logs")
  public Response logs(
      @PathParam("task") String task,
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization) {
    TaskId id = Refusal.task(task);
    Optional<Address> asker = challenges.redeem(authorization, SERVICE);
    if (asker.isEmpty()) {
      return Refusal.answer(
          401, "sign a challenge of /tasks/logs/challenge, once for each request");
    }
    Optional<Address> requester = tasks.requester(id);
    if (requester.isEmpty()) {
      return unknown(id);
    }
    if (!requester.equals(asker)) {
      return Refusal.answer(403, "only the task's requester " + requester.get() + " sees its logs");
    }
    return Response.ok(
            new TaskLogs(id.hex(), tasks.logs(id).stream().map(PoolTaskResource::view).toList()))
        .build();
  }

  private static Response unknown(TaskId id) {
    return Refusal.answer(404, "no task " + id + " is known here");
  }

  private static TaskStatus view(TaskId id, Status status) {
    return new TaskStatus(
        id.hex(),
        last(status.steps()),
        status.steps(),
        status.replicates().stream().map(PoolTaskResource::view).toList());
  }

  private static ReplicateStatus view(Replicate replicate) {
    return new ReplicateStatus(
        replicate.worker().hex(), last(replicate.steps()), replicate.exitCode(), replicate.steps());
  }

  private static ComputeLogs view(Log log) {
    return new ComputeLogs(log.worker().hex(), log.stdout(), log.stderr());
  }

  private static String last(List<Step> steps) {
    return steps.get(steps.size() - 1).status();
  }
}
