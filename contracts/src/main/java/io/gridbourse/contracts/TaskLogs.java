package io.gridbourse.contracts;

import io.gridbourse.contracts.abi.Hub;
import java.nio.charset.StandardCharsets;
import org.web3j.protocol.core.methods.response.Log;

/** Reads the hub's events of single tasks. */
final class TaskLogs {
  private TaskLogs() {}

  static HubEvent initialized(Log log) {
    var found = Hub.getTaskInitializeEventFromLog(log);
    return new HubEvent.TaskInitialized(Hex.text(found.taskid), found.workerpool);
  }

  static HubEvent contributed(Log log) {
    var found = Hub.getTaskContributeEventFromLog(log);
    return new HubEvent.TaskContributed(Hex.text(found.taskid), found.worker, Hex.text(found.hash));
  }

  static HubEvent consensus(Log log) {
    var found = Hub.getTaskConsensusEventFromLog(log);
    return new HubEvent.TaskConsensus(Hex.text(found.taskid), Hex.text(found.consensus));
  }

  static HubEvent revealed(Log log) {
    var found = Hub.getTaskRevealEventFromLog(log);
    return new HubEvent.TaskRevealed(Hex.text(found.taskid), found.worker, Hex.text(found.digest));
  }

  static HubEvent reopened(Log log) {
    return new HubEvent.TaskReopened(Hex.text(Hub.getTaskReopenEventFromLog(log).taskid));
  }

  static HubEvent finalized(Log log) {
    var found = Hub.getTaskFinalizeEventFromLog(log);
    return new HubEvent.TaskFinalized(
        Hex.text(found.taskid), new String(found.results, StandardCharsets.UTF_8));
  }

  static HubEvent claimed(Log log) {
    return new HubEvent.TaskClaimed(Hex.text(Hub.getTaskClaimedEventFromLog(log).taskid));
  }

  static HubEvent accurate(Log log) {
    var found = Hub.getAccurateContributionEventFromLog(log);
    return new HubEvent.AccurateContribution(found.worker, Hex.text(found.taskid));
  }

  static HubEvent faulty(Log log) {
    var found = Hub.getFaultyContributionEventFromLog(log);
    return new HubEvent.FaultyContribution(found.worker, Hex.text(found.taskid));
  }
}
