/** The laboratory: each algorithm on a case from a file, by the code that the server runs. */
package io.gridbourse.cli.lab;
