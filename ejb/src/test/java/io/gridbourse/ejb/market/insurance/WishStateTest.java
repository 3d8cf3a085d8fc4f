package io.gridbourse.ejb.market.insurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Walks the table of a wish's states. */
class WishStateTest {
  @Test
  void everyStateIsReachedAndEveryEventTakenAndTheEndIsTheEnd() {
    Set<WishState> reached = new HashSet<>(Set.of(WishState.WANTED));
    Set<WishState.Event> taken = new HashSet<>();
    Deque<WishState> next = new ArrayDeque<>(reached);
    while (!next.isEmpty()) {
      WishState state = next.remove();
      for (WishState.Event event : WishState.Event.values()) {
        Optional<WishState> after = state.on(event);
        after.ifPresent(each -> taken.add(event));
        after.filter(reached::add).ifPresent(next::add);
        assertThat(state.isFinal() && after.isPresent()).as("%s on %s", state, event).isFalse();
      }
    }
    assertThat(reached).containsExactlyInAnyOrder(WishState.values());
    assertThat(taken).containsExactlyInAnyOrder(WishState.Event.values());
  }

  @Test
  void moneyIsNotTakenBeforeItIsApproved() {
    assertThat(WishState.WANTED.on(WishState.Event.APPROVAL_PLANNED)).contains(WishState.APPROVING);
    assertThat(WishState.APPROVING.on(WishState.Event.INCLUDED)).isEmpty();
    assertThat(WishState.DONE.on(WishState.Event.DECLINED)).isEmpty();
  }
}
