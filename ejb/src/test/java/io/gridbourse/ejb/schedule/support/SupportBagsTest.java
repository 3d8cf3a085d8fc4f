package io.gridbourse.ejb.schedule.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.SupportWish;
import io.gridbourse.domain.schedule.promise.Progress.Sample;
import io.gridbourse.domain.schedule.promise.ProgressBytes;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.SupportViews.CreditView;
import io.gridbourse.domain.wire.SupportViews.SupportView;
import io.gridbourse.domain.wire.SupportViews.SupportWorkerView;
import io.gridbourse.domain.wire.Views.EventView;
import io.gridbourse.ejb.fixtures.MovableClock;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.sql.DatabaseFailure;
import io.gridbourse.ejb.sql.Sql;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SupportBagsTest {
  private static final Address ANN = new Address("0x" + "a1".repeat(20));
  private static final Address HELPER = new Address("0x" + "b2".repeat(20));
  private static final Duration PERIOD = Duration.ofMinutes(4);
  private static final BagId BAG = new BagId("b-0000000000000001");

  private final TestDatabase database = TestDatabase.create();
  private final Sql sql = new Sql(database);
  private final MovableClock clock = new MovableClock();
  private final StoredCredits credits = new StoredCredits(database);
  private final StoredSupport store = new StoredSupport(database);
  private final Machines machines = new Machines();
  private final List<EventView> told = new ArrayList<>();
  private final AtomicInteger tokens = new AtomicInteger();
  private Map<Address, Helpers.Post> posts = Map.of();
  private long held;
  private SupportBags support = support();

  /** Machines that are started and stopped in memory, and may fail. */
  private static final class Machines implements Provisioner {
    private final Map<String, Order> running = new HashMap<>();
    private final List<String> killed = new ArrayList<>();
    private boolean isBroken;
    private boolean isStubborn;
    private int starts;

    @Override
    public String name() {
      return "machines";
    }

    @Override
    public int room(List<String> handles) {
      return 100 - handles.size();
    }

    @Override
    public String start(Order order) {
      if (isBroken) {
        throw new ProvisioningFailed("no machine is free");
      }
      starts++;
      running.put("h-" + order.id(), order);
      return "h-" + order.id();
    }

    @Override
    public boolean runs(String id, String handle) {
      return running.containsKey(handle);
    }

    @Override
    public void stop(String id, String handle) {
      if (!isStubborn) {
        running.remove(handle);
      }
    }

    @Override
    public void kill(String id, String handle) {
      killed.add(id);
      running.remove(handle);
    }

    @Override
    public Optional<String> find(String id) {
      return running.keySet().stream().filter(each -> each.equals("h-" + id)).findFirst();
    }
  }

  private SupportBags support() {
    return support(Strategies.of(0.9, 1.5, 0.75, PERIOD));
  }

  private SupportBags support(Strategies strategies) {
    return new SupportBags(
        database,
        database,
        Optional.of(machines),
        new SupportBags.Grid(this::token, worker -> held, all -> posts = all, told::add),
        new SupportBags.Limits(
            PERIOD, 5, Duration.ZERO, URI.create("http://127.0.0.1:1"), strategies),
        new Random(1),
        clock);
  }

  private String token() {
    String token = "token-" + tokens.incrementAndGet();
    sql.update(
        "insert into enrolment_token (hash, pool, issued_at, expires) values (?, ?, ?, ?)",
        hash(token),
        ANN.hex(),
        clock.instant(),
        clock.instant().plusSeconds(3600));
    return token;
  }

  private static byte[] hash(String token) {
    return Sha256.newDigest().digest(token.getBytes(StandardCharsets.UTF_8));
  }

  /** A running bag of a hundred tasks with support that waits for its trigger. */
  private void bag(BagId bag, long granted, SupportWish wish) {
    StoredCredits.Account account = new StoredCredits.Account(ANN, "cfd");
    sql.update(
        "insert into bag (id, deal, requester, name, project, app, tasks, spec, state,"
            + " submitted_at, started_at) values (?, ?, ?, 'n', 'cfd', 'a', 100, '{}', 'RUNNING',"
            + " ?, ?)",
        bag.text(),
        "0x" + bag.text().substring(2).repeat(4),
        ANN.hex(),
        clock.instant(),
        clock.instant());
    sql.update(
        "insert into bag_promise (bag, app, pool, size_class, tasks, state)"
            + " values (?, 'a', 'p', 2, 100, 'NONE')",
        bag.text());
    database.run(
        () -> {
          if (granted > 0) {
            credits.grant(account, granted, "admin", clock.instant());
          }
          assertThat(credits.reserve(account, bag, wish.credits(), clock.instant())).isTrue();
          store.add(bag, account, wish);
        });
  }

  private void done(BagId bag, long seconds, long completed) {
    sql.update(
        "update bag_promise set samples = ? where bag = ?",
        ProgressBytes.write(List.of(new Sample(seconds, completed, 100))),
        bag.text());
  }

  private void enrol() {
    sql.update("update enrolment_token set used_by = ?", HELPER.hex());
  }

  private static SupportWish wish(long credits, String sizing) {
    return new SupportWish(credits, "9C", sizing, "reschedule");
  }

  private SupportView view() {
    return store.view(BAG).orElseThrow();
  }

  private CreditView account() {
    return credits.list(Optional.of(ANN)).get(0);
  }

  @Test
  void supportComesWhenItsTriggerFiresAndOnce() {
    bag(BAG, 100, wish(40, "fixed:2"));
    done(BAG, 60, 89);
    support.round();
    assertThat(view().state()).isEqualTo("WAITING");
    done(BAG, 61, 90);
    support.round();
    support.round();
    support().round();
    assertThat(machines.starts).isEqualTo(2);
    assertThat(view().state()).isEqualTo("STARTED");
    assertThat(view().workers()).extracting(SupportWorkerView::state).containsOnly("RUNNING");
    assertThat(view().creditsLeft()).isEqualTo(38);
    assertThat(account()).isEqualTo(new CreditView(ANN.hex(), "cfd", 100, 60, 38, 2));
    assertThat(told).extracting(EventView::kind).containsExactly("bag.support");
  }

  @Test
  void aSiteDecidesWhenSupportComesAndWhatAnHourCosts() {
    // A credit pays for a quarter of an hour, so that eleven are two workers' hour and some more.
    support = support(Strategies.of(0.4, 1.5, 0.75, Duration.ofMinutes(15)));
    bag(BAG, 100, wish(11, "greedy"));
    done(BAG, 60, 39);
    support.round();
    assertThat(machines.starts).isZero();
    done(BAG, 61, 40);
    support.round();
    assertThat(machines.starts).isEqualTo(2);
  }

  @Test
  void aPoolDecidesWhenSupportComesToItsBags() {
    Strategies later = Strategies.of(0.9, 1.5, 0.75, PERIOD);
    Strategies sooner = Strategies.of(0.4, 1.5, 0.75, PERIOD);
    bag(BAG, 100, wish(11, "fixed:1"));
    done(BAG, 60, 40);
    support = support(later.but(Map.of("q", sooner)));
    support.round();
    assertThat(machines.starts).as("in another pool").isZero();
    support = support(later.but(Map.of("p", sooner)));
    support.round();
    assertThat(machines.starts).isEqualTo(1);
  }

  @Test
  void aWorkerIsForItsBagOnlyOnceItHasEnrolled() {
    bag(BAG, 100, wish(40, "fixed:1"));
    done(BAG, 61, 90);
    support.round();
    support.round();
    assertThat(posts).isEmpty();
    enrol();
    support.round();
    assertThat(posts).containsOnlyKeys(HELPER);
    assertThat(posts.get(HELPER).bag()).isEqualTo(BAG);
    assertThat(view().workers().get(0).worker()).isEqualTo(HELPER.hex());
  }

  @Test
  void anIdleWorkerIsPaidOnePeriodAndThenLeaves() {
    bag(BAG, 100, wish(40, "fixed:1"));
    done(BAG, 61, 90);
    support.round();
    enrol();
    clock.advance(PERIOD.minusSeconds(1));
    support.round();
    assertThat(machines.running).hasSize(1);
    clock.advance(Duration.ofSeconds(1));
    support.round();
    support.round();
    support.round();
    assertThat(machines.running).isEmpty();
    assertThat(view().workers().get(0).paid()).isEqualTo(1);
    assertThat(view().workers().get(0).detail()).isEqualTo("it was idle");
    assertThat(view().state()).isEqualTo("ENDED");
    assertThat(account()).isEqualTo(new CreditView(ANN.hex(), "cfd", 100, 99, 0, 1));
  }

  @Test
  void aBusyWorkerIsPaidByThePeriodUntilTheCreditsAreGone() {
    bag(BAG, 3, wish(3, "fixed:1"));
    done(BAG, 61, 90);
    support.round();
    enrol();
    held = 1;
    for (int i = 0; i < 5; i++) {
      clock.advance(PERIOD);
      support.round();
    }
    assertThat(machines.running).isEmpty();
    assertThat(view().workers().get(0).paid()).isEqualTo(3);
    assertThat(view().workers().get(0).detail()).isEqualTo("the credits are gone");
    assertThat(view().reason()).isEqualTo("the credits are gone");
    assertThat(account()).isEqualTo(new CreditView(ANN.hex(), "cfd", 3, 0, 0, 3));
  }

  @Test
  void whenTheBagIsDoneAllLeaveAndTheRestIsFree() {
    bag(BAG, 100, wish(40, "fixed:2"));
    done(BAG, 61, 90);
    support.round();
    held = 1;
    sql.update("update bag set state = 'SETTLING'");
    support.round();
    support.round();
    assertThat(machines.running).isEmpty();
    assertThat(view().state()).isEqualTo("ENDED");
    assertThat(view().workers()).extracting(SupportWorkerView::state).containsOnly("STOPPED");
    assertThat(account()).isEqualTo(new CreditView(ANN.hex(), "cfd", 100, 98, 0, 2));
  }

  @Test
  void aBagThatEndsBeforeItsTriggerGivesAllBack() {
    bag(BAG, 100, wish(40, "greedy"));
    sql.update("update bag set state = 'CANCELLED'");
    support.round();
    assertThat(view().state()).isEqualTo("ENDED");
    assertThat(account().free()).isEqualTo(100);
    assertThat(machines.starts).isZero();
  }

  @Test
  void whoDoesNotLeaveIsEnded() {
    bag(BAG, 100, wish(40, "fixed:1"));
    done(BAG, 61, 90);
    support.round();
    machines.isStubborn = true;
    sql.update("update bag set state = 'SETTLING'");
    support.round();
    support.round();
    assertThat(machines.running).hasSize(1);
    clock.advance(SupportBags.LEAVE_WITHIN);
    support.round();
    support.round();
    assertThat(machines.killed).hasSize(1);
    assertThat(view().workers().get(0).state()).isEqualTo("STOPPED");
  }

  @Test
  void whatCannotBeStartedCostsNothing() {
    bag(BAG, 100, wish(40, "fixed:2"));
    done(BAG, 61, 90);
    machines.isBroken = true;
    support.round();
    support.round();
    assertThat(view().workers()).extracting(SupportWorkerView::state).containsOnly("FAILED");
    assertThat(view().workers().get(0).detail()).isEqualTo("no machine is free");
    assertThat(view().state()).isEqualTo("ENDED");
    assertThat(account()).isEqualTo(new CreditView(ANN.hex(), "cfd", 100, 100, 0, 0));
  }

  @Test
  void whatADeadServerStartedAndCouldNotNoteIsFoundAndEnded() {
    bag(BAG, 100, wish(40, "fixed:2"));
    database.run(
        () -> {
          assertThat(store.start(BAG, 2, clock.instant())).isTrue();
          store.order("aa", BAG, "machines", hash(token()), clock.instant());
          store.order("bb", BAG, "machines", hash(token()), clock.instant());
        });
    machines.running.put("h-aa", new Provisioner.Order("aa", "", URI.create("x:y"), List.of()));
    support = support();
    support.round();
    assertThat(machines.running).hasSize(1);
    clock.advance(SupportBags.LOST_AFTER);
    support.round();
    support.round();
    support.round();
    assertThat(machines.running).isEmpty();
    assertThat(view().workers())
        .extracting(SupportWorkerView::state)
        .containsExactly("STOPPED", "FAILED");
    assertThat(account().spent()).isZero();
  }

  @Test
  void noMoreComeThanTheCreditsTheLimitAndTheMachinesAllow() {
    bag(BAG, 1_500, wish(1_500, "greedy"));
    done(BAG, 61, 90);
    support.round();
    assertThat(machines.starts).as("workers-max").isEqualTo(5);
    BagId second = new BagId("b-0000000000000002");
    bag(second, 1_000, wish(1_000, "greedy"));
    done(second, 61, 95);
    support.round();
    assertThat(store.view(second).orElseThrow().state())
        .as("it waits until there is room")
        .isEqualTo("WAITING");
  }

  @Test
  void creditsAreNeverOverspentWhateverRunsAtOnce() throws Exception {
    StoredCredits.Account account = new StoredCredits.Account(ANN, "cfd");
    bag(BAG, 25, wish(20, "greedy"));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int number = i;
        all.add(threads.submit(() -> chances(account, number)));
      }
      int spent = 0;
      for (Future<Integer> each : all) {
        spent += each.get(30, TimeUnit.SECONDS);
      }
      CreditView after = account();
      assertThat(spent).isEqualTo(20);
      assertThat(after.spent()).isEqualTo(20);
      assertThat(after.granted()).isEqualTo(after.free() + after.reserved() + after.spent());
      assertThat(after.free()).isNotNegative();
      assertThat(entries()).isEqualTo(Map.of("free", after.free(), "spent", after.spent()));
    } finally {
      threads.shutdownNow();
    }
  }

  /** Spends and reserves by chance; how many credits of the bag were spent. */
  private int chances(StoredCredits.Account account, int number) {
    SplittableRandom random = new SplittableRandom(number);
    int spent = 0;
    for (int i = 0; i < 20; i++) {
      BagId other = new BagId("b-%016x".formatted(1_000 + number * 100 + i));
      boolean spends = random.nextInt(3) > 0;
      boolean done =
          database.call(
              () ->
                  spends
                      ? credits.spendOne(BAG, clock.instant())
                      : credits.reserve(account, other, 1 + random.nextInt(3), clock.instant()));
      spent += spends && done ? 1 : 0;
    }
    return spent;
  }

  /** What the entries sum up to. */
  private Map<String, Long> entries() {
    return sql.first(
            "select sum(case kind when 'GRANT' then credits when 'RELEASE' then credits"
                + " when 'RESERVE' then -credits else 0 end) as free,"
                + " sum(case kind when 'SPEND' then credits else 0 end) as spent from credit_entry",
            row -> Map.of("free", row.getLong("free"), "spent", row.getLong("spent")))
        .orElseThrow();
  }

  @Test
  void theDatabaseItselfRefusesToOverspend() {
    bag(BAG, 25, wish(20, "greedy"));
    assertThatThrownBy(
            () -> sql.update("update credit_account set reserved = -1, spent = spent + 21"))
        .isInstanceOf(DatabaseFailure.class);
    assertThatThrownBy(() -> sql.update("update credit_account set free = free + 1"))
        .isInstanceOf(DatabaseFailure.class);
    assertThatThrownBy(() -> sql.update("update bag_support set credits_left = -1"))
        .isInstanceOf(DatabaseFailure.class);
  }
}
