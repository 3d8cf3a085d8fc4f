/** Images of containers: what an archive of one holds, and which of its parts a machine runs. */
@NullMarked
package io.gridbourse.domain.data.image;

import org.jspecify.annotations.NullMarked;
