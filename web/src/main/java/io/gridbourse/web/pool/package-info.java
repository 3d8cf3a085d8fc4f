/** Workers of the pool. */
package io.gridbourse.web.pool;
