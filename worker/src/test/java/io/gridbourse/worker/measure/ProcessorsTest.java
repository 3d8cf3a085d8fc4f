package io.gridbourse.worker.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kind of processors is what the kernel tells of all of them. */
class ProcessorsTest {
  private static final String INTEL =
      "processor\t: %d\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 85\n\n";
  private static final String ARM =
      "processor\t: %d\nBogoMIPS\t: 50.00\nCPU implementer\t: 0x41\nCPU architecture: 8\n\n";

  @Test
  void vendorAndFamilyAreTheKindWhateverTheModel() {
    String other = INTEL.replace(": 85", ": 106");
    assertThat(kind(INTEL.formatted(0) + other.formatted(1))).isEqualTo("GenuineIntel/6");
    assertThat(kind(ARM.formatted(0) + ARM.formatted(1) + "Hardware\t: board\n"))
        .isEqualTo("0x41/8");
    assertThat(kind("processor : 0\nvendor_id : Geode by/NSC\ncpu family : 5"))
        .isEqualTo("Geode-by-NSC/5");
  }

  @Test
  void whatTheKernelDoesNotTellIsUnknown(@TempDir Path folder) throws Exception {
    assertThat(kind("")).isEqualTo(Processors.UNKNOWN);
    assertThat(kind("processor : 0\nvendor_id : IBM\n")).isEqualTo(Processors.UNKNOWN);
    assertThat(kind("processor : 0\nvendor_id :\ncpu family : 6\n")).isEqualTo(Processors.UNKNOWN);
    assertThat(kind(INTEL.formatted(0) + ARM.formatted(1)))
        .as("processors of two kinds")
        .isEqualTo(Processors.UNKNOWN);
    assertThat(kind(INTEL.formatted(0) + "processor : 1\n")).isEqualTo(Processors.UNKNOWN);
    assertThat(Processors.kind(folder.resolve("missing"))).isEqualTo(Processors.UNKNOWN);
    Path file = Files.writeString(folder.resolve("cpuinfo"), INTEL.formatted(0));
    assertThat(Processors.kind(file)).isEqualTo("GenuineIntel/6");
  }

  private static String kind(String text) {
    return Processors.kind(List.of(text.split("\n", -1)));
  }
}
