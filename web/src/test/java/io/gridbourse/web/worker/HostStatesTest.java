package io.gridbourse.web.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.wire.CacheNews;
import io.gridbourse.domain.wire.WorkerWire;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostStatesTest {
  @Test
  void whatAMachineMayTellIsTaken() {
    assertThat(HostStates.problem(null)).isEmpty();
    assertThat(problem(null, null)).isEmpty();
    assertThat(problem("on battery", benchmark(1e9, null, 4, 1, 0))).isEmpty();
    assertThat(problem("on battery", benchmark(1e9, 1e9, 65_536, 1, 0))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "two\nlines", "\u001b[2J"})
  void aReasonIsOneLineOfText(String reason) {
    assertThat(problem(reason, null)).startsWith("host.paused");
  }

  @Test
  void aReasonIsShort() {
    assertThat(problem("x".repeat(500), null)).isEmpty();
    assertThat(problem("x".repeat(501), null)).contains("500");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 2e15, Double.NaN, Double.POSITIVE_INFINITY})
  void impossibleSpeedsAreRefused(double operations) {
    assertThat(problem(null, benchmark(operations, null, 1, 1, 1))).contains("host.benchmark");
    assertThat(problem(null, benchmark(1, operations, 1, 1, 1))).contains("1e15");
  }

  @Test
  void impossibleMachinesAreRefused() {
    assertThat(problem(null, benchmark(1, null, 0, 1, 1))).contains("cpus");
    assertThat(problem(null, benchmark(1, null, 65_537, 1, 1))).contains("cpus");
    assertThat(problem(null, benchmark(1, null, 1, 0, 1))).contains("memoryBytes");
    assertThat(problem(null, benchmark(1, null, 1, 1, -1))).contains("diskBytes");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 1e7, Double.NaN, Double.POSITIVE_INFINITY})
  void impossibleBudgetsAreRefused(double wattHours) {
    WorkerWire.HostState host =
        new WorkerWire.HostState(null, null, null, null, null, null, wattHours);
    assertThat(HostStates.problem(host).orElse("")).contains("host.budgetWattHours");
  }

  @Test
  void newsOfACacheAreNamesAndNumbers() {
    assertThat(
            HostStates.problem(new WorkerWire.HostState(null, null, null, null, null, null, 500.0)))
        .isEmpty();
    String name = "0123456789abcdef";
    assertThat(news(new CacheNews(0, 1, List.of(name), List.of()))).isEmpty();
    assertThat(news(new CacheNews(-1, 1, List.of(), List.of()))).contains("from");
    assertThat(news(new CacheNews(0, 0, List.of(), List.of()))).contains("to 1");
    assertThat(news(new CacheNews(0, 1, List.of("0x"), List.of()))).contains("16 hex");
    assertThat(news(new CacheNews(0, 1, List.of(), List.of(name.toUpperCase(Locale.ROOT)))))
        .contains("16 hex");
    assertThat(news(new CacheNews(0, 1, null, List.of()))).contains("kept");
    assertThat(news(new CacheNews(0, 1, Arrays.asList("0", null), List.of()))).contains("kept");
    assertThat(news(new CacheNews(0, 1, Collections.nCopies(1_001, name), List.of())))
        .contains("1000");
  }

  private static String news(CacheNews news) {
    return HostStates.problem(new WorkerWire.HostState(null, null, null, null, null, news, null))
        .orElse("");
  }

  private static String problem(String paused, WorkerWire.Benchmark benchmark) {
    return HostStates.problem(new WorkerWire.HostState(paused, benchmark, "UNKNOWN")).orElse("");
  }

  private static WorkerWire.Benchmark benchmark(
      double host, Double guest, int cpus, long memory, long disk) {
    return new WorkerWire.Benchmark(host, guest, cpus, memory, disk);
  }

  @Test
  void unitsThatNoHostHasAreRefused() {
    for (WorkerWire.FreeUnits wrong :
        List.of(
            new WorkerWire.FreeUnits(List.of(101), Map.of()),
            new WorkerWire.FreeUnits(List.of(-1), Map.of()),
            new WorkerWire.FreeUnits(List.of(), Map.of("FPGA", 1)),
            new WorkerWire.FreeUnits(List.of(), Map.of("fpga", -1)),
            new WorkerWire.FreeUnits(null, Map.of()),
            new WorkerWire.FreeUnits(List.of(), Map.of()))) {
      assertThat(
              HostStates.problem(
                      new WorkerWire.HostState(null, null, null, null, wrong, null, null))
                  .orElse(""))
          .as("%s", wrong)
          .startsWith("host.free");
    }
    assertThat(
            HostStates.problem(
                new WorkerWire.HostState(
                    null,
                    null,
                    null,
                    "0123456789abcdef",
                    new WorkerWire.FreeUnits(List.of(50), Map.of("fpga", 0)),
                    null,
                    null)))
        .isEmpty();
  }
}
