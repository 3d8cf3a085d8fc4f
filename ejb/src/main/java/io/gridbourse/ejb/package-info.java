/** Module ejb. */
package io.gridbourse.ejb;
