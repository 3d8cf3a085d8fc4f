package io.gridbourse.ejb.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.schedule.Epoch;
import io.gridbourse.domain.schedule.Preemption;
import io.gridbourse.ejb.schedule.GridInMemory.Ask;
import io.gridbourse.ejb.settings.ScheduleSettings;
import io.gridbourse.ejb.settings.ScheduleSettings.ShareIn;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Fair shares of time and of money, without a database. */
class SharesInMoneyTest {
  private static final int MANY = 1_000_000;

  @Test
  void whoPaysMoreForASecondIsServedLessWhereSharesAreOfMoney() {
    for (ShareIn unit : ShareIn.values()) {
      GridInMemory grid =
          new GridInMemory(
              new ScheduleSettings(
                  Epoch.Policy.STANDARD,
                  Map.of(),
                  Duration.ofSeconds(20),
                  100,
                  Preemption.NONE,
                  Map.of(),
                  1 << 20,
                  unit));
      List<Worker> workers = List.of(grid.worker("ann"), grid.worker("bob"));
      BagRun dear = grid.bag(Ask.of("carl", MANY).paying(3_000));
      BagRun cheap = grid.bag(Ask.of("dora", MANY));
      BagRun free = grid.bag(Ask.of("eric", MANY).paying(0));
      grid.look();
      Map<String, Integer> tasks = new HashMap<>();
      for (int round = 0; round < 4_000; round++) {
        for (Worker worker : workers) {
          grid.ask(worker).forEach(grant -> tasks.merge(grant.bag(), grant.count(), Integer::sum));
        }
      }
      boolean isMoney = unit == ShareIn.MONEY;
      assertThat(of(tasks, cheap) / of(tasks, dear))
          .isBetween(isMoney ? 2.8 : 0.95, isMoney ? 3.2 : 1.05);
      assertThat(of(tasks, free)).isBetween(of(tasks, dear) - 300, of(tasks, cheap) + 300);
    }
  }

  private static double of(Map<String, Integer> tasks, BagRun bag) {
    return tasks.getOrDefault(bag.terms().id().text(), 0);
  }
}
