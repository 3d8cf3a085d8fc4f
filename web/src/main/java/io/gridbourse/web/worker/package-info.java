/** The worker protocol: enrol, exchange, fetch content. */
package io.gridbourse.web.worker;
