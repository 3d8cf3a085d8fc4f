/** Bags, their specification, their partitions and their states. */
@NullMarked
package io.gridbourse.domain.bag;

import org.jspecify.annotations.NullMarked;
