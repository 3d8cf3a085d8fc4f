/** The framed protocol between the agent and the child that runs WebAssembly. */
package io.gridbourse.worker.frame;
