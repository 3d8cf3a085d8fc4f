/** Forecasts and support of bags over HTTP. */
package io.gridbourse.web.schedule;
