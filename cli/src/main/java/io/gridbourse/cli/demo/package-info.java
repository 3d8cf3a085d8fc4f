/** The demonstration: a real bag from submission to payment, and the check of its books. */
package io.gridbourse.cli.demo;
