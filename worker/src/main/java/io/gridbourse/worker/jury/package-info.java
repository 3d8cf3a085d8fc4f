/** Serving on juries: computing challenged tasks again, and voting. */
package io.gridbourse.worker.jury;
