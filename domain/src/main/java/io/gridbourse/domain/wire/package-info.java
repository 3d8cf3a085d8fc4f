/**
 * Records that cross a network: the worker protocol and the views of the REST interface. Plain text
 * and numbers, so that every side can read them; the domain's types stop here.
 */
@NullMarked
package io.gridbourse.domain.wire;

import org.jspecify.annotations.NullMarked;
