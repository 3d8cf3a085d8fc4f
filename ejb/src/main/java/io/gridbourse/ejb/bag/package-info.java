/** Bags and partitions in the database, what is asked about them, and how they are run. */
package io.gridbourse.ejb.bag;
