/** Workers, their drivers, and how they join and leave a pool. */
@NullMarked
package io.gridbourse.domain.pool;

import org.jspecify.annotations.NullMarked;
