/** Runs the checkers of apps for a server, in the sandbox that runs tasks. */
package io.gridbourse.worker.check;
