/** Health and metrics, for those who watch the server. */
package io.gridbourse.web.health;
