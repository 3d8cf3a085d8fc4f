/** Module worker. */
package io.gridbourse.worker;
