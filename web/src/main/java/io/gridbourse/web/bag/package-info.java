/** Bags, their tasks and results. */
package io.gridbourse.web.bag;
