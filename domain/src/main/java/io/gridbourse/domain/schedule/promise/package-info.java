/**
 * When a bag will end, with what probability, and what to do about it: prediction, supporting
 * workers bought with credits (SpeQuloS), duplicates of the last tasks.
 */
@NullMarked
package io.gridbourse.domain.schedule.promise;

import org.jspecify.annotations.NullMarked;
