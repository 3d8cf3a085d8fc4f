package io.gridbourse.worker.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GpusTest {
  @Test
  void gpusAreTheLinesThatNameOne() throws Exception {
    String list = "printf 'GPU 0: A (UUID: x)\\nGPU 1: B (UUID: y)\\n  MIG 1g\\n'";
    assertThat(Gpus.count(List.of("sh", "-c", list))).isEqualTo(2);
  }

  @Test
  void noToolOrOneThatFailsIsNone() throws Exception {
    assertThat(Gpus.count(List.of("/no/such/tool"))).isZero();
    assertThat(Gpus.count(List.of("sh", "-c", "echo GPU 0: A; exit 9"))).isZero();
  }
}
