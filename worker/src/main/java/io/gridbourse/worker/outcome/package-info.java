/** What tasks end with: outcomes, their digests, and answers packed for the wire. */
package io.gridbourse.worker.outcome;
