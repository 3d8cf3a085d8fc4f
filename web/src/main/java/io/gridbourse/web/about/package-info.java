/** What this installation is. */
package io.gridbourse.web.about;
