package io.gridbourse.domain.proof.likeness;

/**
 * Images that look alike: of the same size, and all but a share of the pixels within a tolerance in
 * each colour.
 *
 * @param tolerance difference in a colour that counts as none, 0 to 255
 * @param share of pixels that may differ more, 0 to 1
 */
public record Pixels(int tolerance, double share, PixelReader reader) implements Comparator {
  /** Pixels of the largest image that is read. */
  public static final long PIXELS_MAX = 64L * 1024 * 1024;

  public Pixels {
    if (tolerance < 0 || tolerance > 255) {
      throw new IllegalArgumentException("tolerance must be 0 to 255, but is " + tolerance);
    }
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share must be 0 to 1, but is " + share);
    }
  }

  @Override
  public String name() {
    return "pixels";
  }

  @Override
  public Reading read(byte[] result) {
    try {
      return new Image(reader.read(result, PIXELS_MAX), tolerance, share);
    } catch (PixelReader.UnreadableImage e) {
      return new Illegible(String.valueOf(e.getMessage()));
    }
  }

  private record Image(PixelReader.Raster raster, int tolerance, double share) implements Legible {
    @Override
    public boolean isLike(Legible other) {
      return other instanceof Image image
          && raster.isAsLargeAs(image.raster)
          && raster.differing(image.raster, tolerance) <= share;
    }
  }
}
