/** Rows that are read and written whole, one object at a time, by Jakarta Persistence. */
package io.gridbourse.ejb.jpa;
