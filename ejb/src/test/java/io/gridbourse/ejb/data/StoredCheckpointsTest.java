package io.gridbourse.ejb.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.data.StoredCheckpoints.Fresh;
import io.gridbourse.ejb.data.StoredCheckpoints.GivenTo;
import io.gridbourse.ejb.data.StoredCheckpoints.Kept;
import io.gridbourse.ejb.data.StoredCheckpoints.Part;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.settings.StoreSettings;
import io.gridbourse.ejb.sql.Sql;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredCheckpointsTest {
  private static final Instant START = Instant.parse("2026-03-06T12:00:00Z");
  private static final BagId BAG = new BagId("b-0123456789abcdef");
  private static final Address ANN = address(1);
  private static final Address BOB = address(2);
  private static final Address ARM = address(3);

  @TempDir private Path home;
  private final TestDatabase database = TestDatabase.create();
  private StoredCheckpoints checkpoints;

  @BeforeEach
  void start() {
    checkpoints = new StoredCheckpoints(database, new StoreSettings(home, 1 << 20));
    enrol(ANN, "amd64");
    enrol(BOB, "amd64");
    enrol(ARM, "aarch64");
  }

  @Test
  void theNewestReplacesTheOneBefore() throws IOException {
    assertThat(keep(7, ANN, GivenTo.ANY, 10, "ten")).isEqualTo(Kept.STORED);
    assertThat(keep(7, ANN, GivenTo.ANY, 20, "twenty")).isEqualTo(Kept.STORED);
    assertThat(keep(7, ANN, GivenTo.ANY, 15, "fifteen")).isEqualTo(Kept.STALE);
    assertThat(given(BOB)).containsExactly(new WorkerWire.Saved(7, name("twenty")));
    try (var in = checkpoints.open(Sha256.parse(name("twenty")))) {
      assertThat(in.readAllBytes()).asString().isEqualTo("twenty");
    }
    assertThat(checkpoints.size(Sha256.parse(name("ten")))).isEmpty();
    assertThat(checkpoints.size(Sha256.parse(name("fifteen")))).isEmpty();
  }

  @Test
  void theNewestThatAWorkerMayUseIsGiven() throws IOException {
    keep(7, ANN, GivenTo.ANY, 10, "ann");
    keep(7, BOB, GivenTo.OWN, 30, "bob");
    keep(8, ANN, GivenTo.ALIKE, 10, "alike");
    assertThat(given(ANN))
        .containsExactly(
            new WorkerWire.Saved(7, name("ann")), new WorkerWire.Saved(8, name("alike")));
    assertThat(given(BOB))
        .containsExactly(
            new WorkerWire.Saved(7, name("bob")), new WorkerWire.Saved(8, name("alike")));
    assertThat(given(ARM)).containsExactly(new WorkerWire.Saved(7, name("ann")));
    assertThat(checkpoints.of(BAG, 8, 1, ANN)).hasSize(1);
    assertThat(checkpoints.of(BAG, 9, 100, ANN)).isEmpty();
  }

  @Test
  void whatTwoTasksShareLivesAsLongAsOneOfThem() throws IOException {
    keep(7, ANN, GivenTo.ANY, 10, "same");
    keep(8, ANN, GivenTo.ANY, 10, "same");
    Part part = new Part(BAG, 0);
    assertThat(checkpoints.parts()).containsExactly(part);
    assertThat(checkpoints.sweep(part, task -> task == 7)).isEqualTo(1);
    assertThat(checkpoints.size(Sha256.parse(name("same")))).hasValue(4);
    assertThat(checkpoints.sweep(part, task -> true)).isEqualTo(1);
    assertThat(checkpoints.size(Sha256.parse(name("same")))).isEmpty();
    assertThat(checkpoints.parts()).isEmpty();
  }

  @Test
  void aWorkerMayNotFillTheStore() throws IOException {
    keep(7, ANN, GivenTo.ANY, 10, "small");
    new Sql(database)
        .update("update checkpoint set bytes = ?", StoredCheckpoints.WORKER_BYTES_MAX - 2);
    assertThat(keep(8, ANN, GivenTo.ANY, 10, "abc")).isEqualTo(Kept.FULL);
    assertThat(keep(8, ANN, GivenTo.ANY, 10, "ab")).isEqualTo(Kept.STORED);
    assertThat(keep(9, BOB, GivenTo.ANY, 10, "abc")).isEqualTo(Kept.STORED);
    // What it replaces does not count.
    assertThat(keep(7, ANN, GivenTo.ANY, 20, "another")).isEqualTo(Kept.STORED);
  }

  private Kept keep(long task, Address worker, GivenTo to, long seconds, String text)
      throws IOException {
    return checkpoints.keep(
        new Fresh(BAG, 0, task, worker, to, START.plusSeconds(seconds)),
        text.getBytes(StandardCharsets.UTF_8));
  }

  private List<WorkerWire.Saved> given(Address worker) {
    return checkpoints.of(BAG, 0, 100, worker);
  }

  private static String name(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private void enrol(Address worker, String arch) {
    new Sql(database)
        .update(
            "insert into worker (address, pool, name, software, os, arch, cpus, memory_bytes,"
                + " drivers, enrolled_at) values (?, ?, 'w', 's', 'Linux', ?, 1, 1, '[]', ?)",
            worker.hex(),
            worker.hex(),
            arch,
            START);
  }

  private static Address address(int number) {
    return new Address(Hex.of(ByteBuffer.allocate(20).putInt(16, number).array()));
  }
}
