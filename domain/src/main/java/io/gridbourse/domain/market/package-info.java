/** Offers and demands: categories, trust, orders, deals. */
@NullMarked
package io.gridbourse.domain.market;

import org.jspecify.annotations.NullMarked;
