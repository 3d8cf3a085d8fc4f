/** Supporting workers for bags that need them: credits, when they come, and who starts them. */
package io.gridbourse.ejb.schedule.support;
