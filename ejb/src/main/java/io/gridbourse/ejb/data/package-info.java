/** Contents by the name of their bytes. */
package io.gridbourse.ejb.data;
