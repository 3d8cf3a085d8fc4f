/** Results at hand are compared by likeness: which comparator, and what an answer counts as. */
package io.gridbourse.ejb.proof.likeness;
