package io.gridbourse.ejb.data;

import java.io.IOException;

/** A content has more bytes than may be stored; nothing was kept. */
public final class ContentTooLarge extends IOException {
  private final long bytesMax;

  ContentTooLarge(long bytesMax) {
    super("the content has more than " + bytesMax + " bytes");
    this.bytesMax = bytesMax;
  }

  /** The limit, in bytes. */
  public long bytesMax() {
    return bytesMax;
  }
}
