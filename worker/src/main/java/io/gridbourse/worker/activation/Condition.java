package io.gridbourse.worker.activation;

import java.time.Instant;

/**
 * Something that must hold for this machine to work. What cannot be found out does not hold: the
 * owner asked for it, so the worker would rather say that it does not know than be in the way.
 */
public interface Condition {
  /** Its name, as the owner writes it. */
  String name();

  /** Looks at the machine; called about once a second, from one thread, with times that grow. */
  Verdict look(Instant now);
}
