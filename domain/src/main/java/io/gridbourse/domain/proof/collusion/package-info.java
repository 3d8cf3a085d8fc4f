/** Against workers that agree to lie: replicas among strangers, and a test that finds pairs. */
@NullMarked
package io.gridbourse.domain.proof.collusion;

import org.jspecify.annotations.NullMarked;
