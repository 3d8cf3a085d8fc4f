/** The facts of partitions in the database: written in groups, read back as books. */
package io.gridbourse.ejb.proof;
