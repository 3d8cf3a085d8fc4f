/** Isolation by the operating system: bubblewrap, the seccomp filter, limits, the folder shared. */
package io.gridbourse.worker.sandbox;
