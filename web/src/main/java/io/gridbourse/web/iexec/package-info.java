/** The services that iExec's own client asks: secrets, compass, a pool's tasks, results. */
package io.gridbourse.web.iexec;
