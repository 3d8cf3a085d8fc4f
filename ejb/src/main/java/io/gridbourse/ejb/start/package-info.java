/** What happens once, before the server serves: the database is brought to this version. */
package io.gridbourse.ejb.start;
