package io.gridbourse.batch;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.batch.api.partition.PartitionPlan;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpenPartitionsMapperTest {
  @Test
  void eachOpenPartitionIsOnePartitionOfTheStep() {
    PartitionPlan plan = OpenPartitionsMapper.plan(List.of(0, 3, 7));
    assertThat(plan.getPartitions()).isEqualTo(3);
    assertThat(plan.getThreads()).isEqualTo(3);
    assertThat(Arrays.stream(plan.getPartitionProperties()))
        .extracting(each -> each.getProperty("partition"))
        .containsExactly("0", "3", "7");
  }

  @Test
  void aBagThatIsDecidedPassesTheStep() {
    PartitionPlan plan = OpenPartitionsMapper.plan(List.of());
    assertThat(plan.getPartitions()).isEqualTo(1);
    assertThat(plan.getPartitionProperties()[0].getProperty("partition"))
        .isEqualTo(Integer.toString(OpenPartitionsMapper.NONE));
  }

  @Test
  void threadsAreBounded() {
    PartitionPlan plan = OpenPartitionsMapper.plan(IntStream.range(0, 64).boxed().toList());
    assertThat(plan.getPartitions()).isEqualTo(64);
    assertThat(plan.getThreads()).isEqualTo(OpenPartitionsMapper.THREADS_MAX);
  }
}
