package io.gridbourse.web.health;

import io.gridbourse.ejb.watch.CountFigures;
import io.gridbourse.ejb.watch.Figures;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** The figures as metrics. No label names a bag, a task or a user: their number has no bound. */
@ApplicationScoped
public class Metrics {
  @Inject private MetricRegistry registry;

  @Inject private CountFigures figures;

  void register(@Observes @Initialized(ApplicationScoped.class) Object started) {
    labelled("gridbourse_tasks", "Tasks by state", Figures.TASK_STATES, Figures::tasks);
    labelled("gridbourse_bags", "Bags by state", Figures.BAG_STATES, Figures::bags);
    labelled("gridbourse_outbox", "Transactions on the way", Figures.OUTBOX, Figures::outbox);
    labelled("gridbourse_answers", "Workers' answers", Figures.VERDICTS, Figures::answers);
    gauge(
        "gridbourse_queue_depth",
        "Bags whose deal is final and whose job has not started",
        all -> all.bags().getOrDefault("QUEUED", 0L));
    gauge("gridbourse_workers_online", "Workers seen lately", Figures::workersOnline);
    gauge("gridbourse_workers", "Workers enrolled", Figures::workers);
    gauge(
        "gridbourse_ledger_lag_blocks",
        "Blocks of the chain not read yet; -1 if it does not answer",
        Figures::blocksBehind);
    gauge(
        "gridbourse_ledger_unfinal_blocks",
        "Blocks read that may still go away",
        Figures::blocksUnfinal);
  }

  private void labelled(
      String name,
      String description,
      Figures.Label label,
      Function<Figures, Map<String, Long>> counts) {
    for (String value : label.values()) {
      registry.gauge(
          metadata(name, description),
          () -> counts.apply(figures.figures()).getOrDefault(value, 0L),
          new Tag(label.name(), value.toLowerCase(Locale.ROOT)));
    }
  }

  private void gauge(String name, String description, Function<Figures, Long> value) {
    registry.gauge(metadata(name, description), () -> value.apply(figures.figures()));
  }

  private static Metadata metadata(String name, String description) {
    return Metadata.builder().withName(name).withDescription(description).build();
  }
}
