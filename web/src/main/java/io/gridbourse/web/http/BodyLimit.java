package io.gridbourse.web.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The longest body that a method of a resource takes; without it {@link #DEFAULT_BYTES}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface BodyLimit {
  /** One MiB: larger inputs are put as content and referred to. */
  long DEFAULT_BYTES = 1L << 20;

  /** The most that a content can have; the setting of the store is usually lower. */
  long CONTENT_BYTES = 1L << 40;

  /** In bytes. */
  long bytes();
}
