package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.proof.BookReport;
import io.gridbourse.domain.schedule.Eligibility;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Figures;
import io.gridbourse.domain.wire.Views.WhyView;
import io.gridbourse.ejb.market.insurance.InsuredBags;
import io.gridbourse.ejb.pool.Presence;
import io.gridbourse.ejb.proof.collusion.WorkerOwners;
import io.gridbourse.ejb.schedule.BagRun;
import io.gridbourse.ejb.schedule.Dispatcher;
import io.gridbourse.ejb.schedule.HostCensus;
import io.gridbourse.ejb.schedule.PartitionRun;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says in one sentence why a bag or a task is not done, with what would help. */
final class WhyBags {
  private final StoredBags bags;
  private final Partitions partitions;
  private final Dispatcher dispatcher;
  private final Presence presence;
  private final CourtViews court;
  private final InsuredBags insured;
  private final WorkerOwners owners;
  private final int runningMax;

  WhyBags(
      StoredBags bags,
      Partitions partitions,
      Dispatcher dispatcher,
      Presence presence,
      Ledger ledger,
      int runningMax) {
    this.bags = bags;
    this.partitions = partitions;
    this.dispatcher = dispatcher;
    this.presence = presence;
    this.court = ledger.court;
    this.insured = ledger.insured;
    this.owners = ledger.owners;
    this.runningMax = runningMax;
  }

  /** What there may be to say of a bag besides its tasks. */
  record Ledger(CourtViews court, InsuredBags insured, WorkerOwners owners) {}

  WhyView bag(Bag bag) {
    String subject = "bag " + bag.id();
    return switch (bag.state()) {
      case SUBMITTED ->
          new WhyView(
              subject,
              bag.reason()
                  .map(reason -> "It waits for a match: " + reason)
                  .orElse("It waits for a match on the market."),
              "Raise the price, lower the trust, or wait for an offer.",
              List.of());
      case MATCHING ->
          new WhyView(
              subject,
              "It waits for its deal to be final on the ledger.",
              null,
              List.of("deal " + bag.deal()));
      case QUEUED ->
          insured
              .awaited(bag.id())
              .map(
                  sentence ->
                      new WhyView(
                          subject,
                          sentence,
                          "It starts as soon as it is insured, or the insurance declines.",
                          List.of()))
              .orElseGet(() -> queued(subject));
      case RUNNING -> running(subject, bag);
      case SETTLING -> settling(subject, bag);
      case ACCEPTED -> accepted(subject, bag);
      case COMPLETED -> new WhyView(subject, "It is completed and paid.", null, doubts(bag));
      case FAILED, CANCELLED ->
          new WhyView(
              subject,
              bag.reason().map(reason -> "It has ended: " + reason + ".").orElse("It has ended."),
              null,
              List.of());
    };
  }

  private WhyView accepted(String subject, Bag bag) {
    List<String> doubts = doubts(bag);
    return new WhyView(
        subject,
        "Its results are there and accepted; they may be challenged until their windows end,"
            + " and are paid then.",
        doubts.isEmpty()
            ? null
            : "Challenge the doubted ones: gridbourse task challenge BAG/INDEX.",
        doubts);
  }

  /** The certificates of tasks say which they are. */
  private List<String> doubts(Bag bag) {
    long tasks = court.doubted(bag);
    return tasks == 0
        ? List.of()
        : List.of(tasks + " answers are of workers that were caught after they went to the ledger");
  }

  private WhyView queued(String subject) {
    int running = bags.count(BagState.RUNNING);
    return new WhyView(
        subject,
        running >= runningMax
            ? "It waits for its turn: "
                + running
                + " bags run, and the limit is "
                + runningMax
                + "."
            : "It waits for its job to start.",
        running >= runningMax ? "An operator can raise gridbourse.bag.running-max." : null,
        List.of());
  }

  private WhyView settling(String subject, Bag bag) {
    List<Partition> all = partitions.of(bag.id());
    long open = all.stream().filter(each -> !each.state().isDelivered()).count();
    Optional<String> refusal = court.refusal(bag);
    return new WhyView(
        subject,
        (bag.spec().verification().isOptimistic()
                ? "All tasks are decided; it waits for the ledger to accept "
                : "All tasks are decided; it waits for the ledger to settle ")
            + open
            + " of "
            + all.size()
            + " partitions for good.",
        refusal
            .map(reason -> "What the ledger lacks can be mended; it is tried again.")
            .orElse(null),
        refusal.map(reason -> List.of("the ledger refused: " + reason)).orElse(List.of()));
  }

  private WhyView running(String subject, Bag bag) {
    Optional<BagRun> run = dispatcher.find(bag.id());
    if (run.isEmpty()) {
      return new WhyView(subject, "Its partitions are being taken up by a node.", null, List.of());
    }
    String driver = run.get().terms().program().driver();
    List<Address> able = HostCensus.able(run.get(), dispatcher);
    Waits waits = waits(run.get());
    List<Address> online = presence.online(driver);
    List<String> facts = facts(waits, online.size(), driver);
    boolean isShared =
        bag.spec().voteTrust().value() > 1
            || !bag.spec().verification().assurance().steps().isEmpty();
    if (isShared && online.size() > 1 && owners.of(online).size() == 1) {
      facts.add("all of them are of one owner: replicas cannot go to others");
    }
    facts.addAll(dispatcher.preemptions().facts(bag.id()));
    // Who has voted may still take tasks that nobody has had.
    Set<Address> voted = waits.fresh == 0 && waits.needy > 0 ? waits.voters : Set.of();
    Eligibility.Census census = HostCensus.of(run.get(), dispatcher, voted);
    facts.addAll(HostCensus.facts(census));
    tolerance(run.get()).ifPresent(facts::add);
    Map<String, Integer> classes = HostCensus.classes(run.get(), dispatcher);
    classes.forEach((kind, hosts) -> facts.add(hosts + " of them are of the class " + kind));
    return census.hosts() == 0
        ? new WhyView(
            subject, "No worker is online.", "Start one with: gridbourse worker run", facts)
        : able.isEmpty()
            ? new WhyView(subject, sentence(census.sentence()), census.remedy(), facts)
            : tooFewAlike(subject, bag, waits, classes, facts)
                .orElseGet(() -> withWorkers(subject, run.get(), waits, able, facts));
  }

  /** What is left of a budget of wrong results, which decides how many votes are wanted. */
  private static Optional<String> tolerance(BagRun run) {
    double share = run.terms().bag().spec().verification().assurance().tolerated();
    if (share == 0) {
      return Optional.empty();
    }
    double tolerated = 0;
    double spent = 0;
    for (PartitionRun each : run.partitions()) {
      BookReport.Tolerance found = each.look(BookReport::tolerance).orElseThrow();
      tolerated += found.tolerated();
      spent += found.spent();
    }
    return Optional.of(
        Figures.number(tolerated)
            + " wrong results are tolerated in its running partitions, a share of "
            + Figures.share(share)
            + "; certificates spent "
            + Figures.number(spent)
            + " of that");
  }

  /** Votes that have to be of like hosts cannot be had if no class has as many. */
  private static Optional<WhyView> tooFewAlike(
      String subject, Bag bag, Waits waits, Map<String, Integer> classes, List<String> facts) {
    return waits.needy == 0
        ? Optional.empty()
        : HostCensus.tooFewAlike(classes, bag.spec().verification().assurance().votesMin())
            .map(
                sentence ->
                    new WhyView(
                        subject,
                        sentence,
                        "Start more workers on like hosts, or submit the next bag with other"
                            + " spec.trust.classes.",
                        facts));
  }

  private static String sentence(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
  }

  private WhyView withWorkers(
      String subject, BagRun run, Waits waits, List<Address> able, List<String> facts) {
    boolean allPoor = able.stream().allMatch(each -> dispatcher.room(run, each) < 1);
    boolean someWaiting = waits.fresh + waits.needy > 0;
    int parallel = run.terms().bag().spec().limits().parallel();
    if (someWaiting && parallel > 0 && waits.leased >= parallel) {
      return new WhyView(
          subject,
          "It runs the "
              + Waits.tasks(parallel)
              + " at once that its limit allows; "
              + Waits.tasks(waits.fresh + waits.needy)
              + " wait.",
          "Submit the next bag with a higher spec.limits.parallel.",
          facts);
    }
    if (someWaiting && able.stream().noneMatch(each -> dispatcher.isWithinQuota(run, each))) {
      return spent(subject, able.size(), facts);
    }
    if (someWaiting && allPoor && waits.leased == 0) {
      return new WhyView(
          subject,
          "The pledges of all "
              + able.size()
              + " workers are exhausted: each task puts "
              + run.terms().deal().workerStake()
              + " at risk.",
          parallel > 0
              ? "Raise the pledges or the bag's limit of " + parallel + " parallel tasks."
              : "Raise the pledges, or wait until partitions are settled.",
          facts);
    }
    if (waits.asked > 0) {
      return new WhyView(
          subject, "It waits for " + waits.asked + " sealed answers to be revealed.", null, facts);
    }
    if (waits.fresh == 0 && waits.excluded > 0 && waits.voters.containsAll(able)) {
      return new WhyView(
          subject,
          "It needs another opinion on "
              + waits.needy
              + " tasks: all "
              + able.size()
              + " workers online have voted on them and the trust of "
              + run.terms().voteTrust().value()
              + " is not reached.",
          "Start more workers.",
          facts);
    }
    return new WhyView(subject, waits.sentence(), null, facts);
  }

  private static WhyView spent(String subject, int workers, List<String> facts) {
    return new WhyView(
        subject,
        "So many leases came to nothing today that the quotas of all "
            + workers
            + " workers are used up.",
        "Mend what makes them fail, or start more workers; gridbourse worker standing tells when a"
            + " quota is new.",
        facts);
  }

  private static final class Waits {
    private long fresh;
    private long needy;
    private long excluded;
    private long asked;
    private long leased;
    private final Set<Address> voters = new HashSet<>();

    /** What a bag does whose tasks wait for nothing but time. */
    private String sentence() {
      List<String> parts = new ArrayList<>();
      parts.add("Workers hold " + tasks(leased) + " of it");
      if (fresh > 0) {
        parts.add(tasks(fresh) + " wait for a first worker");
      }
      if (needy > 0) {
        parts.add(tasks(needy) + " wait for another vote");
      }
      return String.join(", ", parts) + ".";
    }

    private static String tasks(long count) {
      return count == 1 ? "1 task" : count + " tasks";
    }
  }

  private static Waits waits(BagRun bag) {
    Waits sum = new Waits();
    for (PartitionRun run : bag.partitions()) {
      BookReport.Waits waits = run.look(BookReport::waits);
      sum.fresh += waits.fresh();
      sum.needy += waits.needyTasks();
      sum.excluded += waits.excluded();
      sum.asked += waits.asked();
      sum.leased += run.look(BookReport::tasksUnderLease);
      sum.voters.addAll(waits.voters());
    }
    return sum;
  }

  private static List<String> facts(Waits waits, int able, String driver) {
    List<String> facts = new ArrayList<>();
    facts.add(able + " workers online run the driver " + driver);
    facts.add(waits.fresh + " tasks wait for a first worker");
    facts.add(waits.needy + " tasks wait for another vote");
    facts.add(waits.leased + " tasks are leased");
    facts.add(waits.asked + " sealed answers are to be revealed");
    return facts;
  }

  /** Why one task is where it is. */
  WhyView task(Bag bag, Views task) {
    String subject = "task " + task.index + " of bag " + bag.id();
    return switch (task.letter) {
      case 'C' -> new WhyView(subject, "It is certified.", null, List.of());
      case 'F', 'X' -> new WhyView(subject, "It has ended: " + task.reason + ".", null, List.of());
      case 'L' -> new WhyView(subject, "A worker runs it.", null, List.of());
      case 'S' ->
          new WhyView(
              subject,
              "Its answers are sealed; they are compared when enough workers have answered.",
              null,
              List.of(task.votes + " workers have answered"));
      default -> waiting(subject, bag, task);
    };
  }

  /** What is shown of a task. */
  record Views(long index, char letter, int votes, String reason) {}

  private WhyView waiting(String subject, Bag bag, Views task) {
    WhyView why = bag(bag);
    return new WhyView(
        subject,
        task.votes > 0
            ? "It waits for another worker's vote. " + why.sentence()
            : "It waits for a worker. " + why.sentence(),
        why.remedy(),
        why.facts());
  }
}
