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
 * @param driver {@code wasm}, {@code process} or {@code container}
 * @param content the module, the bundle, or the archive of the image
 * @param entry the program within a bundle, or the digest of the image within an archive
 * @param checker name of the checker that looks at each result, or {@code wasm:sha256:...} of the
 *     module that does
 * @param state REGISTERING until the ledger's registration is final, then REGISTERED; REFUSED if
 *     the ledger did not want it
 * @param checkerFault how often the checker failed by itself, and how it did last
 * @param units of which its results consist, if it can compute them one by one
 * @param isNonDeterministic whether its results differ from run to run, so that equal bytes tell
 *     nothing
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
    Optional<Units> units,
    boolean isNonDeterministic) {
  /** The driver of WebAssembly modules. */
  public static final String WASM = "wasm";

  /** The driver of native programs in bundles. */
  public static final String PROCESS = "process";

  /** The driver of images. */
  public static final String CONTAINER = "container";

  /** A deterministic app whose checker never failed, and whose results are whole. */
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
        Optional.empty(),
        false);
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
        of,
        isNonDeterministic);
  }

  /** The same app, whose results may differ from run to run. */
  App nonDeterministic(boolean value) {
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
        units,
        value);
  }

  /** The same app at another address. */
  App at(Address elsewhere) {
    return new App(
        name,
        elsewhere,
        owner,
        driver,
        content,
        entry,
        checker,
        price,
        state,
        reason,
        checkerFault,
        units,
        isNonDeterministic);
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
        units.map(Units::text).orElse(null),
        isNonDeterministic);
  }

  /** Where the ledger says that it is. */
  String multiaddr() {
    return switch (driver) {
      case CONTAINER -> "image:" + content + "#" + entry.orElseThrow();
      case WASM -> "wasm:" + content;
      default -> "bundle:" + content;
    };
  }
}
