/** Apps, pools and deals. */
package io.gridbourse.web.market;
