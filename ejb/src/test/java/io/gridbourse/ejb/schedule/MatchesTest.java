package io.gridbourse.ejb.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.pool.Declaration;
import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.schedule.Eligibility;
import io.gridbourse.ejb.schedule.GridInMemory.Ask;
import io.gridbourse.ejb.settings.ScheduleSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Bags that require something of hosts, and hosts whose owners accept not every bag. */
class MatchesTest {
  private static final int MANY = 1_000_000;
  private final GridInMemory grid = new GridInMemory(ScheduleSettings.STANDARD);

  private Worker worker(String name, Map<String, String> labels, String accept) {
    return grid.declaring(grid.worker(name), new Declaration(labels, accept));
  }

  private static Ask requiring(String expression) {
    return Ask.of("carl", MANY).schedule(BagSpec.Schedule.NONE.requiring(expression));
  }

  private static String id(BagRun bag) {
    return bag.terms().id().text();
  }

  @Test
  void onlyHostsThatMeetTheRequirementsAreGivenTasks() {
    Worker near = worker("near", Map.of("rack", "a7"), "");
    Worker far = worker("far", Map.of("rack", "b2"), "");
    Worker bare = worker("bare", Map.of(), "");
    BagRun bag = grid.bag(requiring("labels.rack == 'a7' && os == 'linux' && cpus >= 4"));
    grid.look();
    assertThat(grid.ask(near))
        .singleElement()
        .satisfies(each -> assertThat(each.bag()).isEqualTo(id(bag)));
    assertThat(grid.ask(far)).isEmpty();
    assertThat(grid.ask(bare)).as("of a worker without such a label").isEmpty();
    grid.bag(Ask.of("carl", MANY));
    grid.look();
    assertThat(grid.ask(far)).hasSize(1);
  }

  @Test
  void requirementsPartHostsIntoClasses() {
    Worker near = worker("near", Map.of("rack", "a7"), "");
    Worker far = worker("far", Map.of("rack", "b2"), "");
    Host one = new Host(near, Set.of("wasm"), Optional.empty());
    Host two = new Host(far, Set.of("wasm"), Optional.empty());
    grid.look();
    assertThat(grid.grants.epochs().classOf(one)).isEqualTo(grid.grants.epochs().classOf(two));
    grid.bag(requiring("labels.rack == 'a7'"));
    grid.look();
    assertThat(grid.grants.epochs().classOf(one).meets()).containsExactly("labels.rack == 'a7'");
    assertThat(grid.grants.epochs().classOf(two).meets()).isEmpty();
  }

  @Test
  void aHostThatIsDescribedOtherwiseIsLookedAtAgain() {
    Worker host = worker("host", Map.of("rack", "a7"), "");
    grid.bag(requiring("labels.rack == 'b2' || watts < 50"));
    grid.look();
    assertThat(grid.ask(host)).isEmpty();
    Worker moved = grid.declaring(host, new Declaration(Map.of("rack", "b2"), ""));
    grid.look();
    assertThat(grid.ask(moved)).hasSize(1);
    Worker back = grid.declaring(host, new Declaration(Map.of("rack", "a7"), ""));
    assertThat(grid.ask(back)).isEmpty();
    grid.measures.draws(back, 20);
    grid.look();
    assertThat(grid.ask(back)).as("of a host whose watts are known now").hasSize(1);
  }

  @Test
  void ownersChooseAmongBags() {
    Worker picky = worker("picky", Map.of(), "project == 'cfd' && price >= 1000");
    Worker open = worker("open", Map.of(), "");
    BagRun other = grid.bag(Ask.of("carl", MANY));
    grid.look();
    assertThat(grid.ask(picky)).isEmpty();
    assertThat(grid.ask(open)).hasSize(1);
    BagRun wanted = grid.bag(Ask.of("dora", MANY).in("cfd"));
    grid.look();
    assertThat(grid.ask(picky))
        .singleElement()
        .satisfies(each -> assertThat(each.bag()).isEqualTo(id(wanted)));
    assertThat(HostCensus.facts(HostCensus.of(other, grid.dispatcher, Set.of())))
        .containsExactly(
            "1 of 2 workers online may take what waits",
            "what its owner accepts leaves out 1 of them, 1 for nothing else");
  }

  @Test
  void whyCountsWhatRequirementsLeaveOut() {
    worker("near", Map.of("rack", "a7"), "");
    worker("far", Map.of("rack", "b2"), "trust > 5");
    BagRun bag = grid.bag(requiring("labels.rack == 'z9'"));
    Eligibility.Census census = HostCensus.of(bag, grid.dispatcher, Set.of());
    assertThat(HostCensus.facts(census))
        .containsExactly(
            "0 of 2 workers online may take what waits",
            "spec.requirements leaves out 2 of them, 1 for nothing else",
            "what its owner accepts leaves out 1 of them, 0 for nothing else");
    assertThat(census.sentence()).contains("spec.requirements excludes 2, 1 of them alone");
    assertThat(census.remedy()).contains("worker describe");
  }

  @Test
  void aQuoteCountsTheHostsOfABagThatIsNotThere() {
    worker("near", Map.of("rack", "a7"), "");
    worker("far", Map.of("rack", "b2"), "cpus > 1");
    BagRun like = grid.bag(requiring("labels.rack == 'a7'"));
    BagSpec spec = like.terms().bag().spec();
    Eligibility<Host> wouldBe =
        Demands.wouldBe(
            spec,
            GridInMemory.account("carl"),
            "wasm",
            like.terms().deal().prices().pool(),
            grid.dispatcher.matches(),
            Set.of());
    assertThat(HostCensus.exclusions(wouldBe.census(grid.dispatcher.hosts())))
        .isEqualTo(
            List.of(
                "spec.requirements leaves out 1 of them, 0 for nothing else",
                "what its owner accepts leaves out 1 of them, 0 for nothing else"));
  }
}
