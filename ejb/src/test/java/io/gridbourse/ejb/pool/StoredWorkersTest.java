package io.gridbourse.ejb.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.pool.Declaration;
import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.pool.Workers;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.ejb.fixtures.MovableClock;
import io.gridbourse.ejb.fixtures.TestDatabase;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoredWorkersTest {
  private static final Address POOL = address(1);
  private final MovableClock clock = new MovableClock();
  private final StoredWorkers workers = new StoredWorkers(TestDatabase.create(), clock);

  @Test
  void pagesByNameMissNobodyAndRepeatNobody() {
    // Three have the same name, so that the page must go on within it.
    String[] names = {"delta", "alpha", "same", "same", "same", "zulu"};
    for (int i = 0; i < names.length; i++) {
      join(address(10 + i), names[i]);
    }
    List<String> seen = new ArrayList<>();
    Optional<Address> after = Optional.empty();
    List<StoredWorkers.Recorded> page = workers.page(after, 2);
    while (!page.isEmpty()) {
      page.forEach(each -> seen.add(each.worker().name() + each.worker().address()));
      after = Optional.of(page.get(page.size() - 1).worker().address());
      page = workers.page(after, 2);
    }
    assertThat(seen).hasSize(names.length).doesNotHaveDuplicates().isSorted();
    assertThat(workers.count(POOL)).isEqualTo(names.length);
    assertThat(workers.count(address(2))).isZero();
  }

  @Test
  void whatIsDeclaredStaysUntilItIsDeclaredOtherwise() {
    Address address = address(7);
    join(address, "host");
    assertThat(workers.find(address).orElseThrow().declaration()).isEqualTo(Declaration.NONE);
    Declaration said = new Declaration(Map.of("rack", "a7", "what", "\"x\""), "price > 5");
    workers.declare(address, said);
    assertThat(workers.find(address).orElseThrow().declaration()).isEqualTo(said);
    join(address, "renamed");
    assertThat(workers.find(address).orElseThrow().declaration()).isEqualTo(said);
    workers.declare(address, Declaration.NONE);
    assertThat(workers.find(address).orElseThrow().declaration()).isEqualTo(Declaration.NONE);
  }

  private void join(Address address, String name) {
    byte[] token = IssueEnrolmentToken.hash(name + address);
    Instant now = clock.instant();
    workers.addToken(token, POOL, Optional.empty(), now, now.plus(Duration.ofHours(1)));
    Worker worker =
        new Worker(
            address,
            POOL,
            name,
            "test",
            new Worker.Host("linux", "amd64", 2, 1L << 30),
            List.of(),
            clock.instant());
    assertThat(workers.enrol(worker, token)).isEqualTo(Workers.Enrolment.ENROLLED);
  }

  private static Address address(int number) {
    return new Address(Hex.of(ByteBuffer.allocate(20).putInt(16, number).array()));
  }
}
