/**
 * The ledger as Java sees it: deployment, orders and their hashes, call data for the outbox,
 * events, and views at a block. Hexadecimal text is in lower case with the prefix 0x; amounts are
 * in nRLC (10<sup>-9</sup> RLC).
 */
package io.gridbourse.contracts;
