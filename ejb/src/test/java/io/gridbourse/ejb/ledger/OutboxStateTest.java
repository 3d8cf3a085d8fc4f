package io.gridbourse.ejb.ledger;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;

/** Walks the table of a transaction's states, and keeps its document true. */
class OutboxStateTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "states", "transaction.md");

  @Test
  void everyStateIsReachedAndEveryEventTaken() {
    Set<OutboxState> reached = new HashSet<>(Set.of(OutboxState.PLANNED));
    Set<OutboxState.Event> taken = new HashSet<>();
    Deque<OutboxState> next = new ArrayDeque<>(reached);
    while (!next.isEmpty()) {
      OutboxState state = next.remove();
      for (OutboxState.Event event : OutboxState.Event.values()) {
        Optional<OutboxState> after = state.on(event);
        after.ifPresent(each -> taken.add(event));
        after.filter(reached::add).ifPresent(next::add);
        assertThat(state.isFinal() && after.isPresent() && event != OutboxState.Event.ORPHANED)
            .as("%s on %s", state, event)
            .isFalse();
      }
    }
    assertThat(reached).containsExactlyInAnyOrder(OutboxState.values());
    assertThat(taken).containsExactlyInAnyOrder(OutboxState.Event.values());
  }

  @Test
  void theDocumentShowsTheTable() throws IOException {
    String expected = String.join("\n", render()) + "\n";
    if (Boolean.getBoolean("states.write")) {
      Files.writeString(DOCUMENT, expected);
    }
    assertThat(Files.readString(DOCUMENT))
        .as("run this test with -Dstates.write=true, and look at what changed")
        .isEqualTo(expected);
  }

  private static List<String> render() {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "# States of a transaction",
                "",
                "Made from the table in the code; a test fails when they differ.",
                "",
                "```mermaid",
                "stateDiagram-v2",
                "  [*] --> PLANNED"));
    for (OutboxState state : OutboxState.values()) {
      for (OutboxState.Event event : OutboxState.Event.values()) {
        state
            .on(event)
            .ifPresent(after -> lines.add("  " + state + " --> " + after + ": " + event));
      }
      if (state.isFinal()) {
        lines.add("  " + state + " --> [*]");
      }
    }
    lines.add("```");
    return lines;
  }
}
