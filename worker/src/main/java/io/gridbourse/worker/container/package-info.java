/** The driver of images: unpacks them from their archives and runs them in sandboxes. */
package io.gridbourse.worker.container;
