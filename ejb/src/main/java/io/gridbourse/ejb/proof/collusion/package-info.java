/** Against workers that agree to lie: who may share tasks, and which pairs agree too often. */
package io.gridbourse.ejb.proof.collusion;
