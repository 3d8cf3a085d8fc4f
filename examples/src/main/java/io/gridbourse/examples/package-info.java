/** Module examples. */
package io.gridbourse.examples;
