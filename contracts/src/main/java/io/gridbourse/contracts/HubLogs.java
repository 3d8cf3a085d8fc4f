package io.gridbourse.contracts;

import static java.util.Map.entry;

import io.gridbourse.contracts.HubEvent.OrderKind;
import io.gridbourse.contracts.abi.Hub;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.web3j.abi.EventEncoder;
import org.web3j.abi.datatypes.Event;
import org.web3j.protocol.core.methods.response.Log;

/** Reads the hub's events from logs. The caller asks for the logs of the hub's address only. */
public final class HubLogs {
  private static final Map<String, Function<Log, HubEvent>> READERS =
      Map.ofEntries(
          on(Hub.ORDERSMATCHED_EVENT, HubLogs::ordersMatched),
          on(Hub.SCHEDULERNOTICE_EVENT, HubLogs::schedulerNotice),
          on(Hub.PARTITIONSETTLED_EVENT, HubLogs::partitionSettled),
          on(Hub.PARTITIONCONTRIBUTION_EVENT, HubLogs::partitionContribution),
          on(Hub.PARTITIONCLAIMED_EVENT, HubLogs::partitionClaimed),
          on(Hub.TASKINITIALIZE_EVENT, TaskLogs::initialized),
          on(Hub.TASKCONTRIBUTE_EVENT, TaskLogs::contributed),
          on(Hub.TASKCONSENSUS_EVENT, TaskLogs::consensus),
          on(Hub.TASKREVEAL_EVENT, TaskLogs::revealed),
          on(Hub.TASKREOPEN_EVENT, TaskLogs::reopened),
          on(Hub.TASKFINALIZE_EVENT, TaskLogs::finalized),
          on(Hub.TASKCLAIMED_EVENT, TaskLogs::claimed),
          on(Hub.ACCURATECONTRIBUTION_EVENT, TaskLogs::accurate),
          on(Hub.FAULTYCONTRIBUTION_EVENT, TaskLogs::faulty),
          on(Hub.TRANSFER_EVENT, HubLogs::transfer),
          on(Hub.LOCK_EVENT, HubLogs::lock),
          on(Hub.UNLOCK_EVENT, HubLogs::unlock),
          on(Hub.REWARD_EVENT, HubLogs::reward),
          on(Hub.SEIZE_EVENT, HubLogs::seize),
          on(Hub.PLEDGED_EVENT, HubLogs::pledged),
          on(Hub.UNPLEDGEREQUESTED_EVENT, HubLogs::unpledgeRequested),
          on(Hub.UNPLEDGED_EVENT, HubLogs::unpledged),
          on(Hub.CREATECATEGORY_EVENT, HubLogs::categoryCreated),
          closed(Hub.CLOSEDAPPORDER_EVENT, OrderKind.APP),
          closed(Hub.CLOSEDDATASETORDER_EVENT, OrderKind.DATASET),
          closed(Hub.CLOSEDWORKERPOOLORDER_EVENT, OrderKind.WORKERPOOL),
          closed(Hub.CLOSEDREQUESTORDER_EVENT, OrderKind.REQUEST),
          signed(Hub.SIGNEDAPPORDER_EVENT, OrderKind.APP),
          signed(Hub.SIGNEDDATASETORDER_EVENT, OrderKind.DATASET),
          signed(Hub.SIGNEDWORKERPOOLORDER_EVENT, OrderKind.WORKERPOOL),
          signed(Hub.SIGNEDREQUESTORDER_EVENT, OrderKind.REQUEST),
          broadcast(
              Hub.BROADCASTAPPORDER_EVENT,
              OrderKind.APP,
              log -> AppOrder.of(Hub.getBroadcastAppOrderEventFromLog(log).apporder)),
          broadcast(
              Hub.BROADCASTDATASETORDER_EVENT,
              OrderKind.DATASET,
              log -> DatasetOrder.of(Hub.getBroadcastDatasetOrderEventFromLog(log).datasetorder)),
          broadcast(
              Hub.BROADCASTWORKERPOOLORDER_EVENT,
              OrderKind.WORKERPOOL,
              log ->
                  WorkerpoolOrder.of(
                      Hub.getBroadcastWorkerpoolOrderEventFromLog(log).workerpoolorder)),
          broadcast(
              Hub.BROADCASTREQUESTORDER_EVENT,
              OrderKind.REQUEST,
              log -> RequestOrder.of(Hub.getBroadcastRequestOrderEventFromLog(log).requestorder)));

  private HubLogs() {}

  /** The event in a log of the hub, or nothing for events that Gridbourse has no use for. */
  public static Optional<HubEvent> decode(Log log) {
    if (log.getTopics().isEmpty()) {
      return Optional.empty();
    }
    String topic = log.getTopics().get(0);
    Function<Log, HubEvent> reader = READERS.getOrDefault(topic, CourtLogs.READERS.get(topic));
    return Optional.ofNullable(reader).map(read -> read.apply(log));
  }

  /** The events in logs of the hub, in their order. */
  public static List<HubEvent> decodeAll(List<Log> logs) {
    return logs.stream().map(HubLogs::decode).flatMap(Optional::stream).toList();
  }

  private static HubEvent ordersMatched(Log log) {
    var found = Hub.getOrdersMatchedEventFromLog(log);
    return new HubEvent.OrdersMatched(
        Hex.text(found.dealid),
        Hex.text(found.appHash),
        Hex.text(found.datasetHash),
        Hex.text(found.workerpoolHash),
        Hex.text(found.requestHash),
        found.volume);
  }

  private static HubEvent schedulerNotice(Log log) {
    var found = Hub.getSchedulerNoticeEventFromLog(log);
    return new HubEvent.SchedulerNotice(found.workerpool, Hex.text(found.dealid));
  }

  private static HubEvent partitionSettled(Log log) {
    var found = Hub.getPartitionSettledEventFromLog(log);
    return new HubEvent.PartitionSettled(
        Hex.text(found.dealid),
        found.partition.longValueExact(),
        Hex.text(found.resultsRoot),
        found.certifiedTasks.longValueExact(),
        found.failedTasks.longValueExact(),
        found.results);
  }

  private static HubEvent partitionContribution(Log log) {
    var found = Hub.getPartitionContributionEventFromLog(log);
    return new HubEvent.PartitionContribution(
        Hex.text(found.dealid),
        found.partition.longValueExact(),
        found.worker,
        found.accepted.longValueExact(),
        found.rejected.longValueExact(),
        found.reward,
        found.seized);
  }

  private static HubEvent partitionClaimed(Log log) {
    var found = Hub.getPartitionClaimedEventFromLog(log);
    return new HubEvent.PartitionClaimed(
        Hex.text(found.dealid), found.partition.longValueExact(), found.tasks.longValueExact());
  }

  private static HubEvent transfer(Log log) {
    var found = Hub.getTransferEventFromLog(log);
    return new HubEvent.Transfer(found.from, found.to, found.value);
  }

  private static HubEvent lock(Log log) {
    var found = Hub.getLockEventFromLog(log);
    return new HubEvent.Lock(found.owner, found.amount);
  }

  private static HubEvent unlock(Log log) {
    var found = Hub.getUnlockEventFromLog(log);
    return new HubEvent.Unlock(found.owner, found.amount);
  }

  private static HubEvent reward(Log log) {
    var found = Hub.getRewardEventFromLog(log);
    return new HubEvent.Reward(found.owner, found.amount, Hex.text(found.ref));
  }

  private static HubEvent seize(Log log) {
    var found = Hub.getSeizeEventFromLog(log);
    return new HubEvent.Seize(found.owner, found.amount, Hex.text(found.ref));
  }

  private static HubEvent pledged(Log log) {
    var found = Hub.getPledgedEventFromLog(log);
    return new HubEvent.Pledged(found.worker, found.amount);
  }

  private static HubEvent unpledgeRequested(Log log) {
    var found = Hub.getUnpledgeRequestedEventFromLog(log);
    return new HubEvent.UnpledgeRequested(
        found.worker, found.amount, found.availableAt.longValueExact());
  }

  private static HubEvent unpledged(Log log) {
    var found = Hub.getUnpledgedEventFromLog(log);
    return new HubEvent.Unpledged(found.worker, found.amount);
  }

  private static HubEvent categoryCreated(Log log) {
    var found = Hub.getCreateCategoryEventFromLog(log);
    return new HubEvent.CategoryCreated(
        found.catid.longValueExact(),
        found.name,
        found.description,
        found.workClockTimeRef.longValueExact());
  }

  private static Map.Entry<String, Function<Log, HubEvent>> closed(Event event, OrderKind kind) {
    return on(event, log -> new HubEvent.OrderClosed(kind, firstWord(log)));
  }

  private static Map.Entry<String, Function<Log, HubEvent>> signed(Event event, OrderKind kind) {
    return on(event, log -> new HubEvent.OrderSigned(kind, firstWord(log)));
  }

  private static Map.Entry<String, Function<Log, HubEvent>> broadcast(
      Event event, OrderKind kind, Function<Log, Record> order) {
    return on(event, log -> new HubEvent.OrderBroadcast(kind, order.apply(log)));
  }

  /** These events carry one hash and nothing else. */
  private static String firstWord(Log log) {
    return Hex.word(log.getData(), "event data");
  }

  private static Map.Entry<String, Function<Log, HubEvent>> on(
      Event event, Function<Log, HubEvent> reader) {
    return entry(EventEncoder.encode(event), reader);
  }
}
