/** Module contracts. */
package io.gridbourse.contracts;
