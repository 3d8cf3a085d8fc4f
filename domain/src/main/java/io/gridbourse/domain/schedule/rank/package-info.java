/**
 * Ranking by many criteria at once (PROMETHEE II): what a host should be given, whom a bag should
 * go to, and why.
 */
@NullMarked
package io.gridbourse.domain.schedule.rank;

import org.jspecify.annotations.NullMarked;
