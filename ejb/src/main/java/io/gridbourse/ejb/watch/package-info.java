/** Figures about the whole server, for those who watch it. */
package io.gridbourse.ejb.watch;
