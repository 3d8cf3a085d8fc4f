package io.gridbourse.contracts;

import static java.util.Map.entry;

import io.gridbourse.contracts.HubEvent.TrialEnd;
import io.gridbourse.contracts.abi.Hub;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.web3j.abi.EventEncoder;
import org.web3j.protocol.core.methods.response.Log;

/** Reads the events of optimistic certificates and of the court. */
final class CourtLogs {
  /** The trial's status on the ledger that comes before the first end. */
  private static final int VOTING = 1;

  private static final List<TrialEnd> ENDS =
      List.of(TrialEnd.UPHELD, TrialEnd.UNFOUNDED, TrialEnd.UNDECIDED);

  static final Map<String, Function<Log, HubEvent>> READERS =
      Map.ofEntries(
          entry(EventEncoder.encode(Hub.PARTITIONACCEPTED_EVENT), CourtLogs::accepted),
          entry(EventEncoder.encode(Hub.TASKCHALLENGED_EVENT), CourtLogs::challenged),
          entry(EventEncoder.encode(Hub.DRAWPOSTPONED_EVENT), CourtLogs::postponed),
          entry(EventEncoder.encode(Hub.ROUNDOPENED_EVENT), CourtLogs::roundOpened),
          entry(EventEncoder.encode(Hub.JURORDRAWN_EVENT), CourtLogs::drawn),
          entry(EventEncoder.encode(Hub.VOTECOMMITTED_EVENT), CourtLogs::committed),
          entry(EventEncoder.encode(Hub.REVEALOPENED_EVENT), CourtLogs::revealOpened),
          entry(EventEncoder.encode(Hub.VOTEREVEALED_EVENT), CourtLogs::revealed),
          entry(EventEncoder.encode(Hub.SEALOPENED_EVENT), CourtLogs::opened),
          entry(EventEncoder.encode(Hub.JURORENLISTED_EVENT), CourtLogs::enlisted),
          entry(EventEncoder.encode(Hub.JURORSTRUCK_EVENT), CourtLogs::struck),
          entry(EventEncoder.encode(Hub.TRIALENDED_EVENT), CourtLogs::ended),
          entry(EventEncoder.encode(Hub.RESULTCORRECTED_EVENT), CourtLogs::corrected));

  private CourtLogs() {}

  private static HubEvent accepted(Log log) {
    var found = Hub.getPartitionAcceptedEventFromLog(log);
    return new HubEvent.PartitionAccepted(
        Hex.text(found.dealid),
        number(found.partition),
        Hex.text(found.resultsRoot),
        number(found.certifiedTasks),
        number(found.failedTasks),
        number(found.windowEnd),
        found.results);
  }

  private static HubEvent challenged(Log log) {
    var found = Hub.getTaskChallengedEventFromLog(log);
    return new HubEvent.TaskChallenged(
        number(found.trial),
        Hex.text(found.dealid),
        found.idx,
        Hex.text(found.digest),
        found.challenger,
        found.stake,
        number(found.drawBlock));
  }

  private static HubEvent postponed(Log log) {
    var found = Hub.getDrawPostponedEventFromLog(log);
    return new HubEvent.DrawSet(number(found.trial), number(found.drawBlock));
  }

  private static HubEvent roundOpened(Log log) {
    var found = Hub.getRoundOpenedEventFromLog(log);
    return new HubEvent.DrawSet(number(found.trial), number(found.drawBlock));
  }

  private static HubEvent drawn(Log log) {
    var found = Hub.getJurorDrawnEventFromLog(log);
    return new HubEvent.JurorDrawn(
        number(found.trial), found.juror, number(found.round), number(found.commitEnd));
  }

  private static HubEvent committed(Log log) {
    var found = Hub.getVoteCommittedEventFromLog(log);
    return new HubEvent.VoteCommitted(number(found.trial), found.juror, Hex.text(found.seal));
  }

  private static HubEvent revealOpened(Log log) {
    var found = Hub.getRevealOpenedEventFromLog(log);
    return new HubEvent.RevealOpened(number(found.trial), number(found.revealEnd));
  }

  private static HubEvent revealed(Log log) {
    var found = Hub.getVoteRevealedEventFromLog(log);
    return new HubEvent.VoteRevealed(number(found.trial), found.juror, Hex.text(found.digest));
  }

  private static HubEvent opened(Log log) {
    var found = Hub.getSealOpenedEventFromLog(log);
    return new HubEvent.SealOpened(number(found.trial), found.worker);
  }

  private static HubEvent enlisted(Log log) {
    var found = Hub.getJurorEnlistedEventFromLog(log);
    return new HubEvent.JurorEnlisted(found.worker, found.owner);
  }

  private static HubEvent struck(Log log) {
    return new HubEvent.JurorStruck(Hub.getJurorStruckEventFromLog(log).worker);
  }

  private static HubEvent ended(Log log) {
    var found = Hub.getTrialEndedEventFromLog(log);
    TrialEnd end = ENDS.get(found.status.intValueExact() - VOTING - 1);
    return new HubEvent.TrialEnded(number(found.trial), end, Hex.text(found.verdict));
  }

  private static HubEvent corrected(Log log) {
    var found = Hub.getResultCorrectedEventFromLog(log);
    return new HubEvent.ResultCorrected(
        Hex.text(found.dealid),
        number(found.partition),
        found.idx,
        Hex.text(found.digest),
        Hex.text(found.corrected));
  }

  private static long number(BigInteger value) {
    return value.longValueExact();
  }
}
