/** Module batch. */
package io.gridbourse.batch;
