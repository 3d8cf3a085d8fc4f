/** Workers join the pool, prove who they are, and are watched. */
package io.gridbourse.ejb.pool;
