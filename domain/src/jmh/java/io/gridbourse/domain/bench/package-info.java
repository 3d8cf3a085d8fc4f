/** What happens for every request and every result, measured by JMH; not part of any build. */
package io.gridbourse.domain.bench;
