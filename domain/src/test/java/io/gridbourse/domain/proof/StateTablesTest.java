package io.gridbourse.domain.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.bag.PartitionState;
import io.gridbourse.domain.pool.WorkerState;
import io.gridbourse.domain.proof.court.TrialState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Walks every pair of state and event of the tables, and keeps their documents true. */
class StateTablesTest {
  private static final Path DOCUMENTS = documents();

  @Test
  void everyLeaseStateIsReachedAndEveryEdgeIsTaken() throws IOException {
    check("lease", LeaseState.values(), LeaseState.Event.values(), LeaseState::on);
  }

  @Test
  void everySliceStateIsReachedAndEveryEdgeIsTaken() throws IOException {
    check("slice", SliceState.values(), SliceState.Event.values(), SliceState::on);
  }

  @Test
  void everyPartitionStateIsReachedAndEveryEdgeIsTaken() throws IOException {
    check("partition", PartitionState.values(), PartitionState.Event.values(), PartitionState::on);
  }

  @Test
  void everyWorkerStateIsReachedAndEveryEdgeIsTaken() throws IOException {
    check("worker", WorkerState.values(), WorkerState.Event.values(), WorkerState::on);
  }

  @Test
  void everyBagStateIsReachedAndEveryEdgeIsTaken() throws IOException {
    check("bag", BagState.values(), BagState.Event.values(), BagState::on);
  }

  @Test
  void everyTrialStateIsReachedAndEveryEdgeIsTaken() throws IOException {
    check("trial", TrialState.values(), TrialState.Event.values(), TrialState::on);
  }

  /** Walks from the first state, in all ways; then compares the document with the table. */
  private static <S extends Enum<S>, E extends Enum<E>> void check(
      String name, S[] states, E[] events, BiFunction<S, E, Optional<S>> table) throws IOException {
    Set<S> reached = new HashSet<>(Set.of(states[0]));
    Set<E> taken = new HashSet<>();
    Deque<S> next = new ArrayDeque<>(reached);
    while (!next.isEmpty()) {
      S state = next.remove();
      for (E event : events) {
        Optional<S> after = table.apply(state, event);
        after.ifPresent(each -> taken.add(event));
        after.filter(reached::add).ifPresent(next::add);
      }
    }
    assertThat(reached).as("states of a %s", name).containsExactlyInAnyOrder(states);
    assertThat(taken).as("events of a %s", name).containsExactlyInAnyOrder(events);
    compare(name, render(name, states, events, table));
  }

  private static <S extends Enum<S>, E extends Enum<E>> String render(
      String name, S[] states, E[] events, BiFunction<S, E, Optional<S>> table) {
    List<String> lines = new ArrayList<>();
    lines.add("# States of a " + name);
    lines.add("");
    lines.add("Made from the table in the code; a test fails when they differ.");
    lines.add("");
    lines.add("```mermaid");
    lines.add("stateDiagram-v2");
    lines.add("  [*] --> " + states[0]);
    for (S state : states) {
      boolean isFinal = true;
      for (E event : events) {
        Optional<S> after = table.apply(state, event);
        after.ifPresent(each -> lines.add("  " + state + " --> " + each + ": " + event));
        isFinal &= after.isEmpty();
      }
      if (isFinal) {
        lines.add("  " + state + " --> [*]");
      }
    }
    lines.add("```");
    return String.join("\n", lines) + "\n";
  }

  private static void compare(String name, String rendered) throws IOException {
    Path document = DOCUMENTS.resolve(name + ".md");
    if (Boolean.getBoolean("gridbourse.render")) {
      Files.createDirectories(DOCUMENTS);
      Files.writeString(document, rendered);
    }
    assertThat(document)
        .as("run this test with -Dgridbourse.render=true to write docs/states/%s.md anew", name)
        .hasContent(rendered);
  }

  private static Path documents() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("domain/pom.xml"))) {
      folder = folder.getParent();
    }
    return Optional.ofNullable(folder).orElseThrow().resolve("docs/states");
  }
}
