package io.gridbourse.domain.wire;

import org.jspecify.annotations.Nullable;

/**
 * Registers an app from content that was put before; {@code units} as in its {@link Views.AppView
 * view}.
 *
 * @param entry the program in a bundle; digest or name of an image in an archive of several
 * @param nonDeterministic whether its results differ from run to run; no if it is absent
 */
public record AppRequest(
    String name,
    String driver,
    String content,
    @Nullable String entry,
    @Nullable String checker,
    String price,
    @Nullable String units,
    @Nullable Boolean nonDeterministic) {
  /** An app whose results are the same bytes each time. */
  public AppRequest(
      String name,
      String driver,
      String content,
      @Nullable String entry,
      @Nullable String checker,
      String price,
      @Nullable String units) {
    this(name, driver, content, entry, checker, price, units, null);
  }
}
