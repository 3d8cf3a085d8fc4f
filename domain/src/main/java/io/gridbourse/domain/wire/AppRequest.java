package io.gridbourse.domain.wire;

import org.jspecify.annotations.Nullable;

/**
 * Registers an app from content that was put before; {@code units} as in its {@link Views.AppView
 * view}.
 */
public record AppRequest(
    String name,
    String driver,
    String content,
    @Nullable String entry,
    @Nullable String checker,
    String price,
    @Nullable String units) {}
