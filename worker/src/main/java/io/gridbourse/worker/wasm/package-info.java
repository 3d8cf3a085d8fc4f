/** The driver {@code wasm}: WebAssembly in a warm child process. */
package io.gridbourse.worker.wasm;
