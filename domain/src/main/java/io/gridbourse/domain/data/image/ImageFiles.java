package io.gridbourse.domain.data.image;

import java.io.IOException;
import java.util.OptionalLong;

/** The files of an archive, by their names in it. */
public interface ImageFiles {
  /** The bytes of a plain file; empty if the archive has none of this name. */
  OptionalLong length(String name);

  /** Reads a file that {@link #length} knows and that is small. */
  byte[] read(String name) throws IOException;

  /**
   * Reads JSON: maps by text, lists, texts, numbers and truths.
   *
   * @throws ImageRefusedException if it is none
   */
  Object parse(byte[] json) throws ImageRefusedException;
}
