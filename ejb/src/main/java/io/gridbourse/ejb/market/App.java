package io.gridbourse.ejb.market;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.proof.sample.Units;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.Views;
import java.util.Optional;

/**
 * An app that this installation serves.
 *
 * @param driver {@code wasm} or {@code process}
 * @param content the module, or the bundle
 * @param entry the program within a bundle
 * @param checker name of the checker that looks at each result, or {@code wasm:sha256:...} of the
 *     module that does
 * @param state REGISTERING until the ledger's registration is final, then REGISTERED; REFUSED if
 *     the ledger did not want it
 * @param checkerFault how often the checker failed by itself, and how it did last
 * @param units of which its results consist, if it can compute them one by one
 */
public record App(
    String name,
    Address address,
    Address owner,
    String driver,
    Sha256 content,
    Optional<String> entry,
    Optional<String> checker,
    NanoRlc price,
    State state,
    Optional<String> reason,
    Optional<String> checkerFault,
    Optional<Units> units) {
  /** An app whose checker never failed, and whose results are whole. */
  public App(
      String name,
      Address address,
      Address owner,
      String driver,
      Sha256 content,
      Optional<String> entry,
      Optional<String> checker,
      NanoRlc price,
      State state,
      Optional<String> reason) {
    this(
        name,
        address,
        owner,
        driver,
        content,
        entry,
        checker,
        price,
        state,
        reason,
        Optional.empty(),
        Optional.empty());
  }

  /** The same app, whose results consist of units. */
  App with(Optional<Units> of) {
    return new App(
        name,
        address,
        owner,
        driver,
        content,
        entry,
        checker,
        price,
        state,
        reason,
        checkerFault,
        of);
  }

  /** How far its registration is. */
  public enum State {
    REGISTERING,
    REGISTERED,
    REFUSED
  }

  /** As the REST interface shows it. */
  public Views.AppView view() {
    return new Views.AppView(
        name,
        address.hex(),
        driver,
        content.toString(),
        entry.orElse(null),
        checker.orElse(null),
        owner.hex(),
        price.units().toString(),
        state.name(),
        checkerFault.orElse(null),
        units.map(Units::text).orElse(null));
  }

  /** Where the ledger says that it is. */
  static String multiaddr(String driver, Sha256 content) {
    return (driver.equals("wasm") ? "wasm:" : "bundle:") + content;
  }
}
