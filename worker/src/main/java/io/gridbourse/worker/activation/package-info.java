/** When this machine may work for others: conditions of its owner over what the kernel says. */
package io.gridbourse.worker.activation;
