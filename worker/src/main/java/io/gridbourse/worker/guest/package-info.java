/** The child process that runs WebAssembly: nothing here touches the agent's files or network. */
package io.gridbourse.worker.guest;
