/** Forecasts of bags, what is promised for them, and what is done to keep it. */
package io.gridbourse.ejb.schedule.promise;
