package io.gridbourse.domain.data.image;

/** An archive holds no image that can be run; the message says why, as the end of a sentence. */
public final class ImageRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  public ImageRefusedException(String message) {
    super(message);
  }
}
