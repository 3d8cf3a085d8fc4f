/** Measurements that are run by hand. */
package io.gridbourse.domain.bench;
