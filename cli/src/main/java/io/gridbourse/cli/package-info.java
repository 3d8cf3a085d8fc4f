/** Module cli. */
package io.gridbourse.cli;
