/** The chain as an adapter: JSON-RPC with limits, keys, and the hub's calls and events. */
package io.gridbourse.ejb.chain;
