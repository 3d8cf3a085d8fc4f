/** When two results of a task count as the same: by bytes, by numbers, by pixels. */
@NullMarked
package io.gridbourse.domain.proof.likeness;

import org.jspecify.annotations.NullMarked;
