/** A whole installation on this machine: chain, database, server, workers. */
package io.gridbourse.cli.local;
