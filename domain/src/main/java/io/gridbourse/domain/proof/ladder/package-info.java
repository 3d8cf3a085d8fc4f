/**
 * The ladder of verification: ways to become certain of a result, from none to many votes, behind
 * one interface; what each costs and what error it leaves.
 */
@NullMarked
package io.gridbourse.domain.proof.ladder;

import org.jspecify.annotations.NullMarked;
