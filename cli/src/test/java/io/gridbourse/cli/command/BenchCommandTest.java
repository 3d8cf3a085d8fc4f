package io.gridbourse.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchCommandTest {
  @Test
  void aReportShowsNoToken() {
    assertThat(BenchCommand.published(List.of("bench", "--token", "gb_pat_x", "--runs", "3")))
        .isEqualTo("bench --token ... --runs 3");
    assertThat(BenchCommand.published(List.of("bench", "--token=gb_pat_x")))
        .isEqualTo("bench --token=...");
  }
}
