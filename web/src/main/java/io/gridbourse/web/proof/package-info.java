/** The side record by REST: what happened to a task, its proof, anchors, the audit. */
package io.gridbourse.web.proof;
