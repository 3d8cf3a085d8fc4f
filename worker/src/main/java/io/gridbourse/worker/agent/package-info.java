/** The agent: takes leases, runs them, commits, reveals, and keeps what it promised. */
package io.gridbourse.worker.agent;
