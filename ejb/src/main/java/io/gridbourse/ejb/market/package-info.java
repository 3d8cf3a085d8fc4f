/** The market's use cases: apps, orders, submission, deals. */
package io.gridbourse.ejb.market;
