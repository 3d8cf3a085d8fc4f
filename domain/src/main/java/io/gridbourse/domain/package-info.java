/** Module domain. */
package io.gridbourse.domain;
