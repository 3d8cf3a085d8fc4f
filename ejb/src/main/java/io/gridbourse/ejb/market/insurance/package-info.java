/**
 * Insurance of deals: prices, signed quotes, purchases, capital, and claims by the ledger's facts.
 */
package io.gridbourse.ejb.market.insurance;
