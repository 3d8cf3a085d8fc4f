package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gridbourse.cli.local.Installation.Component;
import io.gridbourse.systemtests.FaultyProxy.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server behind three endpoints of the chain that are away, broken or dishonest. */
@ExtendWith(GridExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChainFaultIT {
  private static final long TASKS = 32;
  private List<FaultyProxy> proxies = List.of();

  @AfterAll
  void giveTheServerItsOwnEndpointBack(Grid grid) throws IOException {
    point(grid, grid.installation().chain().rpc().toString());
    proxies.forEach(FaultyProxy::close);
  }

  @ParameterizedTest
  @EnumSource(names = {"HANG", "GARBAGE", "NO_EVENTS", "BACK"})
  void aBagEndsWhateverOneOfThreeEndpointsDoes(Fault fault, Grid grid) throws IOException {
    behindProxies(grid);
    proxies.get(0).fault(fault);
    Bag bag = grid.submit(Spec.of("noop", TASKS));
    bag.awaitCompletion();
    String deal = bag.deal();
    proxies.get(0).fault(Fault.NONE);
    assertThat(grid.chain().matches(deal)).isOne();
    assertThat(grid.chain().settlements(deal)).hasSize(1);
    assertThat(
            grid.tables()
                .number(
                    "select count(*) from ledger_incident where freezes" + " and ended_at is null"))
        .isZero();
  }

  @Test
  void whileAllAreAwayReadsAreServedAndAfterwardsNothingIsMissing(Grid grid) throws Exception {
    behindProxies(grid);
    Bag bag = grid.submit(Spec.of("noop", TASKS));
    for (Fault fault :
        List.of(Fault.DOWN, Fault.GARBAGE, Fault.NO_EVENTS, Fault.BACK, Fault.TRUNCATED)) {
      proxies.forEach(proxy -> proxy.fault(fault));
      assertThat(bag.view().path("id").asText()).isEqualTo(bag.id());
      TimeUnit.MILLISECONDS.sleep(500);
    }
    proxies.forEach(proxy -> proxy.fault(Fault.DOWN));
    assertThat(grid.rest("requester").list("/api/v1/bags", 10)).isNotEmpty();
    await("the server says that its endpoints are silent")
        .atMost(Duration.ofSeconds(30))
        .until(() -> states(grid), all -> all.stream().noneMatch("WELL"::equals));
    proxies.forEach(proxy -> proxy.fault(Fault.NONE));
    bag.awaitCompletion();
    assertThat(grid.chain().matches(bag.deal())).isOne();
  }

  /** Puts three proxies between server and chain, once: it needs a restart. */
  private void behindProxies(Grid grid) throws IOException {
    if (proxies.isEmpty()) {
      proxies =
          Stream.generate(() -> new FaultyProxy(grid.installation().chain().rpc()))
              .limit(3)
              .toList();
      point(
          grid,
          proxies.stream()
              .map(proxy -> proxy.address().toString())
              .collect(Collectors.joining(",")));
    }
    proxies.forEach(proxy -> proxy.fault(Fault.NONE));
    await("the server listens to all endpoints again")
        .atMost(Duration.ofSeconds(90))
        .until(() -> states(grid), all -> all.stream().allMatch("WELL"::equals));
  }

  private static List<String> states(Grid grid) {
    return StreamSupport.stream(
            grid.rest("admin").get("/api/v1/ledger").path("endpoints").spliterator(), false)
        .map(endpoint -> endpoint.path("state").asText())
        .toList();
  }

  private static void point(Grid grid, String rpcs) throws IOException {
    Path settings = grid.installation().home().at("gridbourse.properties");
    String text = Files.readString(settings);
    Files.writeString(
        settings,
        text.replaceAll("(?m)^gridbourse\\.chain\\.rpc=.*$", "gridbourse.chain.rpc=" + rpcs));
    grid.installation().stop(Component.SERVER);
    grid.installation().restart(Component.SERVER);
  }
}
