/** Expressions that bags and hosts are matched by: read, checked and evaluated here. */
package io.gridbourse.ejb.schedule.match;
