/**
 * A whole grid in one thread: hosts that come and go, lie and lag, bags that arrive, and the same
 * ranking, certification and support as on a server; by a seed, with a clock of its own.
 */
package io.gridbourse.cli.lab.simulation;
