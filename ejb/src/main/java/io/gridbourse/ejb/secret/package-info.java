/** Secrets of owners of datasets and apps, and of requesters: sealed, set once, never shown. */
package io.gridbourse.ejb.secret;
