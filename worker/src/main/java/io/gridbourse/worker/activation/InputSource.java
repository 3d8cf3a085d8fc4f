package io.gridbourse.worker.activation;

import java.time.Instant;
import java.util.Optional;

/** Something that knows when a person last used this machine. */
interface InputSource {
  /** When that was; empty if this source cannot tell. */
  Optional<Instant> lastInput(Instant now);
}
