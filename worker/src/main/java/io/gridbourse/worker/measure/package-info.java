/** How fast this machine is, by a short fixed computation. */
package io.gridbourse.worker.measure;
