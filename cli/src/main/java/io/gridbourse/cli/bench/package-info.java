/** Measures of throughput, latency and gas on a real installation. */
package io.gridbourse.cli.bench;
