/** The driver {@code process}: native programs from bundles, inside bubblewrap. */
package io.gridbourse.worker.process;
