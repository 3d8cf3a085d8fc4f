package io.gridbourse.ejb.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.pool.UnitNeed;
import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.proof.LeaseId;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.schedule.GridInMemory.Ask;
import io.gridbourse.ejb.settings.ScheduleSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Licences of the pool, which leases of all nodes share. */
class LicencesTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Map<String, Integer> TOTALS = Map.of("matlab", 5, "ansys", 2);
  private final TestDatabase database = TestDatabase.create();
  private final StoredLicences stored = new StoredLicences(database, database);

  private boolean take(String hold, Map<String, Integer> units, Instant now) {
    return stored.take(hold, units, TOTALS, now, now.plusSeconds(30));
  }

  @Test
  void allOrNoneIsTakenAndNeverMoreThanThereIs() {
    assertThat(take("a", Map.of("matlab", 3, "ansys", 2), NOON)).isTrue();
    assertThat(take("b", Map.of("matlab", 1, "ansys", 1), NOON)).isFalse();
    assertThat(stored.used(NOON)).isEqualTo(Map.of("matlab", 3, "ansys", 2));
    assertThat(take("c", Map.of("matlab", 2), NOON)).isTrue();
    assertThat(take("d", Map.of("matlab", 1), NOON)).isFalse();
    stored.release(List.of("a"));
    assertThat(take("e", Map.of("matlab", 3, "ansys", 1), NOON)).isTrue();
    assertThat(take("f", Map.of("unheard", 1), NOON)).isFalse();
  }

  @Test
  void whatNobodyRenewsEnds() {
    take("gone", Map.of("ansys", 1), NOON);
    take("there", Map.of("ansys", 1), NOON);
    stored.renew(List.of("there"), NOON.plusSeconds(60));
    assertThat(take("next", Map.of("ansys", 1), NOON.plusSeconds(29))).isFalse();
    assertThat(take("next", Map.of("ansys", 1), NOON.plusSeconds(31))).isTrue();
    assertThat(take("more", Map.of("ansys", 1), NOON.plusSeconds(31))).isFalse();
  }

  @Test
  void nodesAtOnceTakeNoMoreThanThereIs() throws Exception {
    ExecutorService nodes = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> taken = new ArrayList<>();
      for (int node = 0; node < 4; node++) {
        String name = "node" + node;
        taken.add(
            nodes.submit(
                () -> {
                  int mine = 0;
                  for (int i = 0; i < 10; i++) {
                    mine += take(name + i, Map.of("matlab", 1, "ansys", 1), NOON) ? 1 : 0;
                  }
                  return mine;
                }));
      }
      int sum = 0;
      for (Future<Integer> each : taken) {
        sum += each.get();
      }
      assertThat(sum).isEqualTo(2);
    } finally {
      nodes.shutdownNow();
    }
  }

  @Test
  void noMoreLeasesAreGrantedThanThereAreLicences() {
    GridInMemory grid = new GridInMemory(ScheduleSettings.STANDARD.licensing(Map.of("matlab", 2)));
    grid.dispatcher.licences(
        new Licences(Map.of("matlab", 2), Optional.of(stored), "node", grid.clock));
    List<Worker> workers = List.of(grid.worker("ann"), grid.worker("bob"), grid.worker("cid"));
    BagRun bag =
        grid.bag(
            Ask.of("carl", 4_000)
                .resources(
                    new BagSpec.Resources(
                        1,
                        1 << 20,
                        1 << 20,
                        Duration.ofSeconds(60),
                        new UnitNeed(0, Map.of("matlab", 1)))));
    grid.look();
    List<WorkerWire.Grant> granted = new ArrayList<>();
    workers.forEach(each -> granted.addAll(grid.ask(each)));
    assertThat(granted).hasSize(2).allMatch(lease -> lease.units() == null);
    assertThat(HostCensus.facts(HostCensus.of(bag, grid.dispatcher, Set.of())))
        .contains("1 of the pool's matlab free now leaves out 3 of them, 3 for nothing else");
    LeaseId first = LeaseId.parse(granted.get(0).lease()).orElseThrow();
    grid.dispatcher
        .find(first)
        .orElseThrow()
        .act(book -> book.giveBack(first, workers.get(0).address(), false, grid.clock.instant()));
    grid.look();
    assertThat(grid.ask(workers.get(2))).hasSize(1);
    assertThat(grid.ask(workers.get(0))).isEmpty();
  }
}
