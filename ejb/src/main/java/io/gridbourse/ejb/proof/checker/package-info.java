/** Checkers: they verify the results of an app for much less than computing them cost. */
package io.gridbourse.ejb.proof.checker;
