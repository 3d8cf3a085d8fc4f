/**
 * The side record: an append-only log of what happened to every task, and the Merkle mountain range
 * over it. The format is written down in {@code docs/reference/side-record.md}.
 */
@NullMarked
package io.gridbourse.domain.proof.record;

import org.jspecify.annotations.NullMarked;
