/** The {@code gridbourse} command: entry point, exit codes and errors. */
package io.gridbourse.cli;
