package io.gridbourse.ejb.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.HostPreference;
import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.CacheNews;
import io.gridbourse.ejb.schedule.GridInMemory.Ask;
import io.gridbourse.ejb.settings.ScheduleSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Who is offered what by what is in its cache, without a database. */
class DataAtHandTest {
  private static final int MANY = 1_000_000;
  private static final long LARGE = ScheduleSettings.DATA_FROM_BYTES;
  private final GridInMemory grid = new GridInMemory(ScheduleSettings.STANDARD);

  /** Bags by worker, as each asks so many times in turn. */
  private Map<String, Set<String>> served(List<Worker> workers, int rounds) {
    Map<String, Set<String>> bags = new HashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Worker worker : workers) {
        grid.ask(worker)
            .forEach(
                grant ->
                    bags.computeIfAbsent(worker.name(), name -> new HashSet<>()).add(grant.bag()));
      }
    }
    return bags;
  }

  private List<Worker> workers(int count) {
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      workers.add(grid.worker("w" + i));
    }
    return workers;
  }

  private static String name(Sha256 content) {
    return content.hex().substring(0, 16);
  }

  @Test
  void eachHostGoesOnWithTheBagWhoseInputItHas() {
    List<Worker> workers = workers(4);
    for (String each : List.of("x", "y", "z", "u")) {
      grid.bag(Ask.of("carl", MANY).needing(grid.content(each, LARGE)));
    }
    grid.look();
    Map<String, Set<String>> bags = served(workers, 200);
    assertThat(bags.values()).allSatisfy(each -> assertThat(each).hasSize(1));
    assertThat(bags.values()).as("each another one").doesNotHaveDuplicates();
  }

  @Test
  void whatIsSmallDoesNotCount() {
    List<Worker> workers = workers(3);
    grid.bag(Ask.of("carl", MANY).needing(grid.content("x", LARGE - 1)));
    grid.bag(Ask.of("carl", MANY).needing(grid.content("y", LARGE - 1)));
    grid.look();
    assertThat(served(workers, 20).values()).allSatisfy(each -> assertThat(each).hasSize(2));
  }

  @Test
  void aWorkerThatTellsOfItsCacheIsOfferedWhatSuitsIt() {
    Worker ann = workers(2).get(0);
    Sha256 late = grid.content("late", LARGE);
    grid.bag(Ask.of("carl", MANY).needing(grid.content("early", LARGE)));
    BagRun wanted = grid.bag(Ask.of("carl", MANY).needing(late));
    grid.look();
    grid.dispatcher.told(ann.address(), new CacheNews(0, 1, List.of(name(late)), List.of()));
    assertThat(grid.dispatcher.knownContents(ann.address())).isEqualTo(1);
    assertThat(grid.ask(ann).get(0).bag()).isEqualTo(wanted.terms().id().text());
  }

  @Test
  void whatWasEvictedIsNotCounted() {
    Worker ann = workers(2).get(0);
    Sha256 late = grid.content("late", LARGE);
    BagRun first = grid.bag(Ask.of("carl", MANY).needing(grid.content("early", LARGE)));
    grid.bag(Ask.of("carl", MANY).needing(late));
    grid.look();
    grid.dispatcher.told(ann.address(), new CacheNews(0, 1, List.of(name(late)), List.of()));
    grid.dispatcher.told(ann.address(), new CacheNews(1, 2, List.of(), List.of(name(late))));
    assertThat(grid.ask(ann).get(0).bag()).isEqualTo(first.terms().id().text());
  }

  @Test
  void theRequestersWeightDecidesHowMuchItCounts() {
    List<Worker> workers = workers(2);
    for (int i = 0; i < 30; i++) {
      grid.measures.took(workers.get(0), 1_000, 250);
      grid.measures.took(workers.get(1), 1_000, 4_000);
    }
    Sha256 input = grid.content("x", LARGE);
    BagRun near =
        grid.bag(Ask.of("carl", MANY).preferring(new HostPreference(0, 0, 0, 0, 1)).needing(input));
    BagRun fast =
        grid.bag(Ask.of("carl", MANY).preferring(new HostPreference(1, 0, 0, 0)).needing(input));
    grid.look();
    grid.dispatcher.told(
        workers.get(1).address(), new CacheNews(0, 1, List.of(name(input)), List.of()));
    assertThat(grid.ask(workers.get(0)).get(0).bag()).isEqualTo(fast.terms().id().text());
    assertThat(grid.ask(workers.get(1)).get(0).bag()).isEqualTo(near.terms().id().text());
  }

  @Test
  void hostsAreToldApartInABoundedNumberOfWays() {
    SplittableRandom random = new SplittableRandom(7);
    DataAtHand data = new DataAtHand(grid.caches, name -> OptionalLong.of(LARGE), LARGE);
    List<Sha256> contents = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      contents.add(grid.content("c" + i, LARGE + i));
      data.join(grid.bag(Ask.of("carl", 1).needing(contents.get(i))).terms());
    }
    List<Address> hosts = new ArrayList<>();
    for (Worker worker : workers(2_000)) {
      hosts.add(worker.address());
      List<String> has =
          contents.stream().filter(each -> random.nextBoolean()).map(each -> name(each)).toList();
      grid.caches.told(worker.address(), new CacheNews(0, 1, has, List.of()));
    }
    DataAtHand.Look look = data.look(hosts);
    assertThat(look.sets()).hasSizeBetween(4, DataAtHand.SETS_MAX);
    assertThat(new HashSet<>(look.held().values())).hasSizeBetween(16, DataAtHand.PATTERNS_MAX);
    assertThat(look.held()).isEqualTo(data.look(hosts).held());
    DataAtHand.Look few = data.look(hosts.subList(0, 20));
    assertThat(few.sets()).hasSize(DataAtHand.SETS_MAX);
  }
}
