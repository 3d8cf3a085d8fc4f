/** The database by plain SQL, for rows that no object model makes clearer. */
package io.gridbourse.ejb.sql;
