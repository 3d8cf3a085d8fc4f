/** The worker agent's commands: run, probe, keygen. */
package io.gridbourse.worker;
