/** What every request passes: limits, ids, JSON, problems and the headers of safety. */
package io.gridbourse.web.http;
