package io.gridbourse.cli.bench;

import io.gridbourse.cli.client.Rest;
import io.gridbourse.cli.output.Terminal;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The time of bags of one task, one after the other, from submission to certified result. */
final class Latency {
  private static final int WARM_UPS = 5;
  private static final double MICROS = 1e6;

  private final Rest requester;
  private final Terminal terminal;

  Latency(Rest requester, Terminal terminal) {
    this.requester = requester;
    this.terminal = terminal;
  }

  List<Row> measure(int runs) {
    terminal.say("latency: " + runs + " bags of one task");
    NoopBags bags = new NoopBags(requester, terminal::say);
    Histogram histogram = new Histogram(3);
    for (int run = -WARM_UPS; run < runs; run++) {
      double seconds = bags.latencyOfOne();
      if (run >= 0) {
        histogram.recordValue(Math.round(seconds * MICROS));
      }
    }
    String remark = runs + " bags one after the other, looked at every 5 ms";
    return List.of(
        new Row("one task, submission to certified, 50th percentile", at(histogram, 50), remark),
        new Row("one task, submission to certified, 99th percentile", at(histogram, 99), remark),
        new Row(
            "one task, submission to certified, longest",
            millis(histogram.getMaxValue()),
            "the chain's finality is in all three; two blocks of 0.5 s on a development chain"));
  }

  private static String at(Histogram histogram, double percentile) {
    return millis(histogram.getValueAtPercentile(percentile));
  }

  private static String millis(long micros) {
    return String.format("%.0f ms", micros / 1e3);
  }
}
