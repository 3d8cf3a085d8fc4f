package io.gridbourse.web.iexec;

import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.bag.LedgerTaskQueries;
import io.gridbourse.ejb.bag.LedgerTaskQueries.Log;
import io.gridbourse.ejb.bag.LedgerTaskQueries.Replicate;
import io.gridbourse.ejb.bag.LedgerTaskQueries.Status;
import io.gridbourse.ejb.bag.LedgerTaskQueries.Step;
import io.gridbourse.ejb.session.LogChallenges;
import io.gridbourse.ejb.settings.ChainSettings;
import jakarta.ejb.EJB;
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
import java.util.Map;
import java.util.Optional;

/** What a pool tells of its tasks: to anybody how far they are, to the requester their logs. */
@Path("/tasks")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class PoolTaskResource {
  @Inject private LedgerTaskQueries tasks;

  @EJB private LogChallenges challenges;

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

  /** A member of an EIP-712 type. */
  public record Member(String name, String type) {}

  /** The domain that a challenge is signed in. */
  public record Domain(String name, String version, long chainId) {}

  /** A challenge as EIP-712 typed data. */
  public record TypedChallenge(
      Map<String, List<Member>> types,
      Domain domain,
      String primaryType,
      Map<String, String> message) {}

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
    String challenge = challenges.ask(Refusal.address("address", address));
    return Response.ok(typed(chain.chainId(), challenge)).build();
  }

  static TypedChallenge typed(long chainId, String challenge) {
    return new TypedChallenge(
        Map.of(
            "EIP712Domain",
            List.of(
                new Member("name", "string"),
                new Member("version", "string"),
                new Member("chainId", "uint256")),
            "Challenge",
            List.of(new Member("challenge", "string"))),
        new Domain(LogChallenges.DOMAIN_NAME, LogChallenges.DOMAIN_VERSION, chainId),
        "Challenge",
        Map.of("challenge", challenge));
  }

  /** What the program said, for the requester. */
  @GET
  @Path("{task: 0x[0-9a-fA-F]+}/logs")
  public Response logs(
      @PathParam("task") String task,
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization) {
    TaskId id = Refusal.task(task);
    Optional<Address> asker =
        authorization == null ? Optional.empty() : challenges.answered(authorization);
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
