package io.gridbourse.ejb.schedule.match;

import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.Promise;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What a bag asks, as expressions of hosts see it. */
public final class BagValues {
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private BagValues() {}

  /**
   * The values by the names of {@link Vocabulary#BAG}.
   *
   * @param price of the pool for one task
   */
  public static Map<String, Object> of(
      BagSpec spec, Address requester, String driver, NanoRlc price) {
    Promise promise = spec.market().promise();
    Map<String, Object> values = new HashMap<>();
    values.put("app", spec.app());
    values.put("project", spec.project());
    values.put("requester", requester.hex().toLowerCase(Locale.ROOT));
    values.put("driver", driver);
    values.put("category", spec.market().category().name());
    values.put("price", price.units().min(LONG_MAX).longValueExact());
    values.put("tasks", spec.tasks());
    values.put("cpus", (long) spec.resources().cpus());
    values.put("memory", spec.resources().memoryBytes());
    values.put("disk", spec.resources().diskBytes());
    values.put("walltime", spec.resources().walltime().toSeconds());
    values.put("priority", (long) spec.schedule().priority());
    values.put("deadline", promise.within().isPresent() || promise.by().isPresent());
    values.put("trust", spec.trust().value());
    values.put("verify", spec.verification().method().text());
    values.put("labels", spec.labels());
    values.put("gpus", spec.resources().units().gpus());
    Map<String, Long> resources = new HashMap<>();
    spec.resources().units().counted().forEach((name, count) -> resources.put(name, (long) count));
    values.put("resources", resources);
    return values;
  }
}
