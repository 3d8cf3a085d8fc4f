/** How much work goes to whom: the pace of a bag, the size of leases, turns between bags. */
@NullMarked
package io.gridbourse.domain.schedule;

import org.jspecify.annotations.NullMarked;
