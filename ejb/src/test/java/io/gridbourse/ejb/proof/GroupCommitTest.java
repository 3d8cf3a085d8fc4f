package io.gridbourse.ejb.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GroupCommitTest {
  private final List<Integer> written = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger transactions = new AtomicInteger();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final GroupCommit<Integer> commits = new GroupCommit<>(this::write);

  private void write(List<GroupCommit.Entry<Integer>> entries) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    transactions.incrementAndGet();
    if (entries.stream().anyMatch(entry -> entry.value() < 0)) {
      throw new IllegalStateException("the disk is full");
    }
    for (GroupCommit.Entry<Integer> entry : entries) {
      if (entry.value() % 10 == 7) {
        entry.refuse(new IllegalArgumentException("not " + entry.value()));
      } else {
        written.add(entry.value());
      }
    }
  }

  @AfterEach
  void close() {
    gate.countDown();
    commits.close();
  }

  @Test
  void whatComesTogetherIsWrittenTogetherAndInOrder() throws Exception {
    start();
    List<CompletableFuture<Void>> done = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      if (i % 10 != 7) {
        done.add(commits.submit(i));
      }
    }
    assertThat(done).noneMatch(CompletableFuture::isDone);
    gate.countDown();
    for (CompletableFuture<Void> each : done) {
      each.get(10, TimeUnit.SECONDS);
    }
    assertThat(transactions.get()).isLessThanOrEqualTo(2);
    assertThat(written).isSorted().hasSize(54);
  }

  @Test
  void aRefusedEntryFailsAloneAndTheOthersAreStored() throws Exception {
    start();
    CompletableFuture<Void> first = commits.submit(1);
    CompletableFuture<Void> refused = commits.submit(17);
    CompletableFuture<Void> last = commits.submit(2);
    gate.countDown();
    first.get(10, TimeUnit.SECONDS);
    last.get(10, TimeUnit.SECONDS);
    assertThatThrownBy(refused::get).hasMessageContaining("not 17");
    assertThat(written).containsExactly(1, 2);
  }

  @Test
  void aFailedGroupFailsItsOwnersAndNobodyElse() throws Exception {
    gate.countDown();
    CompletableFuture<Void> failed = commits.submit(-1);
    start();
    assertThatThrownBy(() -> failed.get(10, TimeUnit.SECONDS)).hasMessageContaining("disk");
    commits.submit(3).get(10, TimeUnit.SECONDS);
    assertThat(written).containsExactly(3);
  }

  @Test
  void tooManyWaitingEntriesAreRefusedAtOnce() {
    for (int i = 0; i < GroupCommit.WAITING_MAX; i++) {
      assertThat(commits.submit(1)).isNotDone();
    }
    assertThatThrownBy(() -> commits.submit(1).get())
        .hasCauseInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void closingWritesWhatWaitsAndTakesNoMore() throws Exception {
    CompletableFuture<Void> waiting = commits.submit(1);
    gate.countDown();
    commits.close();
    Thread thread = start();
    waiting.get(10, TimeUnit.SECONDS);
    thread.join();
    assertThatThrownBy(() -> commits.submit(2).get())
        .hasCauseInstanceOf(RejectedExecutionException.class);
  }

  private Thread start() {
    Thread thread = new Thread(commits::run);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
