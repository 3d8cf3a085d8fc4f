/** Optimistic certificates and the court: acceptances, challenges, jurors, trials. */
package io.gridbourse.ejb.proof.court;
