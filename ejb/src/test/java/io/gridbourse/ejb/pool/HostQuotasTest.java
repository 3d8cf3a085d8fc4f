package io.gridbourse.ejb.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.fixtures.MovableClock;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.sql.Atomically;
import io.gridbourse.ejb.sql.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class HostQuotasTest {
  private static final Address HOST = new Address("0x" + "0a".repeat(20));
  private final MovableClock clock = new MovableClock();
  private final TestDatabase database = TestDatabase.create();
  private final StoredQuotas stored = new StoredQuotas(database);
  private final Outage outage = new Outage();
  private final HostQuotas quotas = node();

  /** A database that can be away for a while. */
  private final class Outage implements Atomically {
    private boolean isOn;

    @Override
    public <T> T call(Supplier<T> work) {
      if (isOn) {
        throw new IllegalStateException("no database");
      }
      return database.call(work);
    }
  }

  private HostQuotas node() {
    return new HostQuotas(database, outage, 8, clock);
  }

  private long rows() {
    return new Sql(database)
        .first("select count(*) as n from worker_quota", row -> row.getLong("n"))
        .orElseThrow();
  }

  @Test
  void whoFailsIsHeldBackUntilTheNextDayByEveryNodeAndAfterARestart() {
    for (int failures = 0; failures < 4; failures++) {
      assertThat(quotas.admits(HOST, () -> 0)).isTrue();
      quotas.failed(HOST);
    }
    assertThat(quotas.admits(HOST, () -> 0)).isFalse();
    quotas.save();
    HostQuotas restarted = node();
    assertThat(restarted.admits(HOST, () -> 0)).isFalse();
    assertThat(restarted.view(HOST).left()).isZero();
    assertThat(restarted.view(HOST).newAt()).isEqualTo(Instant.parse("2026-01-02T00:00:00Z"));
    clock.advance(Duration.ofDays(1));
    assertThat(restarted.view(HOST).left()).isEqualTo(4);
    assertThat(restarted.admits(HOST, () -> 3)).isTrue();
    assertThat(restarted.admits(HOST, () -> 4)).isFalse();
    restarted.answered(HOST);
    restarted.save();
    assertThat(node().admits(HOST, () -> 1_000)).isTrue();
  }

  @Test
  void whatTwoNodesSawIsAddedUp() {
    HostQuotas other = node();
    quotas.failed(HOST);
    other.failed(HOST);
    other.failed(HOST);
    quotas.save();
    other.save();
    assertThat(other.view(HOST).failed()).isEqualTo(3);
    assertThat(other.view(HOST).now()).isEqualTo(5);
    assertThat(quotas.view(HOST).failed()).isEqualTo(1);
    quotas.save();
    assertThat(quotas.view(HOST).failed()).as("it was asked for, so it is looked at").isEqualTo(3);
  }

  @Test
  void decidedPartitionsRaiseAndLowerIt() {
    assertThat(quotas.admits(HOST, () -> 0)).isTrue();
    stored.judged(HOST, 10, 0);
    stored.judged(HOST, 5, 3);
    quotas.save();
    assertThat(quotas.view(HOST).now()).isEqualTo(8 + 15 - 3);
    assertThat(quotas.view(HOST).failed()).isEqualTo(3);
    quotas.save();
    assertThat(quotas.view(HOST).now()).as("counted once").isEqualTo(20);
    stored.judged(HOST, -15, 0);
    quotas.save();
    assertThat(quotas.view(HOST).now()).as("not below the beginning").isEqualTo(8);
  }

  @Test
  void aHostHasAsManyTimesAsItHasProcessors() {
    new Sql(database)
        .update(
            "insert into worker (address, pool, name, software, os, arch, cpus, memory_bytes,"
                + " drivers, enrolled_at) values (?, ?, 'w', 't', 'linux', 'amd64', 16, 1, '[]', ?)",
            HOST.hex(),
            Address.ZERO.hex(),
            clock.instant());
    assertThat(quotas.view(HOST).daily()).isEqualTo(128);
    quotas.failed(HOST);
    quotas.save();
    assertThat(node().view(HOST).now()).isEqualTo(127);
  }

  @Test
  void aHostThatOnlyAnswersCostsNoRow() {
    for (int lease = 0; lease < 100; lease++) {
      assertThat(quotas.admits(HOST, () -> Long.MAX_VALUE)).isTrue();
      quotas.answered(HOST);
    }
    quotas.save();
    assertThat(rows()).isZero();
    assertThat(quotas.view(HOST).left()).isEqualTo(8);
  }

  @Test
  void whatCouldNotBeStoredIsStoredTheNextTime() {
    quotas.failed(HOST);
    outage.isOn = true;
    assertThatThrownBy(quotas::save).hasMessage("no database");
    quotas.failed(HOST);
    outage.isOn = false;
    quotas.save();
    assertThat(quotas.view(HOST).failed()).isEqualTo(2);
    assertThat(node().view(HOST).failed()).isEqualTo(2);
  }
}
