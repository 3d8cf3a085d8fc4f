package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.schedule.BagClass;
import io.gridbourse.domain.schedule.Epoch;
import io.gridbourse.domain.schedule.HostClass;
import io.gridbourse.domain.schedule.RankedAs;
import io.gridbourse.domain.schedule.Turns;
import io.gridbourse.domain.schedule.rank.RankingTable;
import io.gridbourse.ejb.settings.ScheduleSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which bag a host is offered first. Rank decides among the bags of those share holders that are
 * not ahead of the least served one by more than the window; if none of these has anything for the
 * host, the others follow, who was served least first. Bags of a class take turns.
 *
 * <p>Safe for use by several threads.
 */
final class Choice {
  private final ScheduleSettings settings;
  private final Map<BagId, Entry> entries = new LinkedHashMap<>();
  private final Turns<String> holders = new Turns<>();
  private final Turns<BagId> turns = new Turns<>();
  private List<List<Entry>> members = List.of();
  private Optional<Epoch> epoch = Optional.empty();

  Choice(ScheduleSettings settings) {
    this.settings = settings;
  }

  /** A bag with its place in the epoch. */
  private static final class Entry {
    private final BagRun bag;
    private int bagClass = RankingTable.NONE;

    Entry(BagRun bag) {
      this.bag = bag;
    }

    String holder() {
      return bag.demands().holder();
    }
  }

  /**
   * A bag that a host is offered.
   *
   * @param as how it came to that; empty while it is not ranked yet
   */
  record Offer(BagRun bag, Optional<RankedAs> as) {}

  /** Lets a bag take part. */
  synchronized void join(BagRun bag) {
    BagId id = bag.terms().id();
    entries.putIfAbsent(id, new Entry(bag));
    turns.join(id);
    note(bag);
  }

  /** Ends its part. */
  synchronized void leave(BagId bag) {
    Entry entry = entries.remove(bag);
    turns.leave(bag);
    if (entry != null) {
      members.forEach(each -> each.remove(entry));
      noteClass(entry.bagClass);
      noteHolder(entry.holder());
    }
  }

  /** All bags in the order in which they came. */
  synchronized List<BagRun> bags() {
    return entries.values().stream().map(entry -> entry.bag).toList();
  }

  /** Looks whether a bag has something to lease. */
  synchronized void note(BagRun bag) {
    Entry entry = entries.get(bag.terms().id());
    if (entry != null) {
      noteClass(entry.bagClass);
      noteHolder(entry.holder());
    }
  }

  private void noteClass(int bagClass) {
    if (bagClass == RankingTable.NONE || epoch.isEmpty()) {
      return;
    }
    RankingTable table = epoch.get().table();
    if (hasWork(members.get(bagClass))) {
      table.refilled(bagClass);
    } else {
      table.emptied(bagClass);
    }
  }

  /** Who has nothing to be served with gathers no claims. */
  private void noteHolder(String holder) {
    boolean wants =
        entries.values().stream()
            .anyMatch(entry -> entry.holder().equals(holder) && entry.bag.hasWork());
    if (wants) {
      holders.join(holder, share(holder));
    } else {
      holders.leave(holder);
    }
  }

  private double share(String holder) {
    return holder.startsWith(ShareHolder.PROJECT)
        ? settings.shares().getOrDefault(holder.substring(ShareHolder.PROJECT.length()), 1.0)
        : 1;
  }

  private static boolean hasWork(List<Entry> bags) {
    for (Entry each : bags) {
      if (each.bag.hasWork()) {
        return true;
      }
    }
    return false;
  }

  /** Begins an epoch in which bags have these classes; bags that are not named are not ranked. */
  synchronized void begin(Epoch next, Map<BagId, Integer> classes) {
    List<List<Entry>> byClass = new ArrayList<>();
    for (int i = 0; i < next.bagClasses(); i++) {
      byClass.add(new ArrayList<>());
    }
    for (Map.Entry<BagId, Entry> each : entries.entrySet()) {
      Entry entry = each.getValue();
      entry.bagClass = classes.getOrDefault(each.getKey(), RankingTable.NONE);
      if (entry.bagClass != RankingTable.NONE) {
        byClass.get(entry.bagClass).add(entry);
      }
    }
    members = byClass;
    epoch = Optional.of(next);
    for (int i = 0; i < byClass.size(); i++) {
      noteClass(i);
    }
  }

  /** Puts bags that came since the epoch began into its classes, where these are the same. */
  synchronized void place(Map<BagId, Integer> classes) {
    boolean isNews =
        entries.entrySet().stream()
            .anyMatch(
                each ->
                    each.getValue().bagClass
                        != classes.getOrDefault(each.getKey(), RankingTable.NONE));
    if (isNews && epoch.isPresent()) {
      begin(epoch.get(), classes);
    }
  }

  /**
   * Notes that a bag was served.
   *
   * @param millis computing time, by which bags of a class take turns
   * @param charge to the share holder
   */
  synchronized void serve(BagRun bag, double millis, double charge) {
    turns.serve(bag.terms().id(), millis);
    holders.serve(bag.demands().holder(), charge);
  }

  /** The bags for hosts of a class, the best first; each step sees the state of its time. */
  Walk walk(HostClass host) {
    return new Walk(host);
  }

  /** The offers to one host. */
  final class Walk {
    private final Optional<Epoch> ranked;
    private final int hostClass;
    private final List<Integer> later = new ArrayList<>();
    private Iterator<Entry> bags = List.<Entry>of().iterator();
    private int place = RankingTable.NONE;
    private int turn = RankingTable.NONE;
    private int passed;
    private boolean isBegun;
    private boolean isInTurns;
    private boolean isUnranked;

    private Walk(HostClass host) {
      synchronized (Choice.this) {
        ranked = epoch;
      }
      hostClass = ranked.map(each -> each.numberOf(host)).orElse(-1);
    }

    /** The next offer; empty when there are no more. */
    Optional<Offer> next() {
      synchronized (Choice.this) {
        do {
          while (bags.hasNext()) {
            Entry entry = bags.next();
            if (entry.bag.hasWork()) {
              Offer offer = new Offer(entry.bag, as());
              passed++;
              return Optional.of(offer);
            }
          }
        } while (advance());
        return Optional.empty();
      }
    }

    private Optional<RankedAs> as() {
      return isUnranked || ranked.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new RankedAs(
                  ranked.get().number(),
                  hostClass,
                  ranked.get().table().at(hostClass, place),
                  place,
                  passed,
                  isInTurns));
    }

    private boolean advance() {
      if (isUnranked || epoch.isEmpty() || hostClass < 0 || !isSame()) {
        return advanceUnranked();
      }
      if (!isInTurns) {
        RankingTable table = epoch.get().table();
        place = isBegun ? table.after(hostClass, place) : table.first(hostClass);
        isBegun = true;
        if (place != RankingTable.NONE) {
          offerOrPutOff(table.at(hostClass, place));
          return true;
        }
        isInTurns = true;
        later.sort(Comparator.comparingDouble(this::ahead));
      }
      if (++turn < later.size()) {
        place = later.get(turn);
        bags = inTurns(epoch.get().table().at(hostClass, place));
        return true;
      }
      return advanceUnranked();
    }

    /** Whether the epoch is still the one that the walk began in. */
    private boolean isSame() {
      return epoch.get() == ranked.orElse(null);
    }

    private void offerOrPutOff(int bagClass) {
      BagClass each = epoch.get().bag(bagClass);
      if (holders.ahead(each.holder()) <= settings.window().toMillis()
          || epoch.get().isKeptFor(bagClass, hostClass)) {
        bags = inTurns(bagClass);
      } else {
        later.add(place);
      }
    }

    private double ahead(int at) {
      return holders.ahead(epoch.get().bag(epoch.get().table().at(hostClass, at)).holder());
    }

    /** What came after the epoch began, or everything for a host that did. */
    private boolean advanceUnranked() {
      if (isUnranked) {
        return false;
      }
      boolean all = hostClass < 0 || ranked.isEmpty() || epoch.isEmpty() || !isSame();
      isUnranked = true;
      bags =
          entries.values().stream()
              .filter(entry -> all || entry.bagClass == RankingTable.NONE)
              .sorted(
                  Comparator.comparingDouble((Entry entry) -> holders.ahead(entry.holder()))
                      .thenComparingDouble(entry -> turns.ahead(entry.bag.terms().id())))
              .toList()
              .iterator();
      return true;
    }
  }

  private Iterator<Entry> inTurns(int bagClass) {
    List<Entry> all = members.get(bagClass);
    if (all.size() == 1) {
      return List.copyOf(all).iterator();
    }
    return all.stream()
        .sorted(Comparator.comparingDouble(entry -> turns.ahead(entry.bag.terms().id())))
        .toList()
        .iterator();
  }
}
