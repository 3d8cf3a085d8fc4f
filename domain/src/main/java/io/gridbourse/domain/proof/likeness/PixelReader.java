package io.gridbourse.domain.proof.likeness;

/** Decodes images; implemented where an image library may be used. */
public interface PixelReader {
  /**
   * The image.
   *
   * @param pixelsMax pixels that it may have; to be checked before memory is taken for them
   * @throws UnreadableImage if the bytes are no whole image of a known format, or too many pixels
   */
  Raster read(byte[] image, long pixelsMax);

  /** Bytes that are no image. */
  final class UnreadableImage extends RuntimeException {
    @java.io.Serial private static final long serialVersionUID = 1L;

    /** Says why, for people. */
    public UnreadableImage(String why) {
      super(why);
    }
  }

  /** An image of 24 bits a pixel. */
  final class Raster {
    private final int width;
    private final int height;
    private final int[] rgb;

    /** An image; its pixels row by row, as 0xRRGGBB. */
    public Raster(int width, int height, int[] rgb) {
      if (width < 1 || height < 1 || (long) width * height != rgb.length) {
        throw new IllegalArgumentException(
            "an image of " + width + " by " + height + " does not have " + rgb.length + " pixels");
      }
      this.width = width;
      this.height = height;
      this.rgb = rgb.clone();
    }

    /** The share of pixels of which a colour differs by more than {@code tolerance}. */
    double differing(Raster other, int tolerance) {
      int differing = 0;
      for (int i = 0; i < rgb.length; i++) {
        int most = 0;
        for (int shift = 0; shift < 24; shift += 8) {
          int difference = ((rgb[i] >> shift) & 0xff) - ((other.rgb[i] >> shift) & 0xff);
          most = Math.max(most, Math.abs(difference));
        }
        differing += most > tolerance ? 1 : 0;
      }
      return (double) differing / rgb.length;
    }

    boolean isAsLargeAs(Raster other) {
      return width == other.width && height == other.height;
    }
  }
}
