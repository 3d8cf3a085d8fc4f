package io.gridbourse.domain.proof.likeness;

/** Reads binary portable pixmaps and greymaps (P6 and P5, 8 bits a colour), without a library. */
public final class PortablePixmap implements PixelReader {
  private static final int DIGITS_MAX = 9;
  private static final int VALUE_MAX = 255;

  @Override
  public Raster read(byte[] image, long pixelsMax) {
    Header header = new Header(image);
    int colours = header.colours();
    int width = header.number("width");
    int height = header.number("height");
    int most = header.number("largest value");
    header.oneSpace();
    if (width < 1 || height < 1 || (long) width * height > pixelsMax) {
      throw new UnreadableImage("it has " + width + " by " + height + " pixels of " + pixelsMax);
    }
    if (most < 1 || most > VALUE_MAX) {
      throw new UnreadableImage("its largest value is " + most + ", of at most " + VALUE_MAX);
    }
    int pixels = width * height;
    if (image.length - header.at != (long) pixels * colours) {
      throw new UnreadableImage(
          "it has " + (image.length - header.at) + " bytes of pixels, not " + pixels * colours);
    }
    int[] rgb = new int[pixels];
    for (int i = 0; i < pixels; i++) {
      int from = header.at + i * colours;
      int red = image[from] & 0xff;
      int green = colours == 1 ? red : image[from + 1] & 0xff;
      int blue = colours == 1 ? red : image[from + 2] & 0xff;
      rgb[i] = red << 16 | green << 8 | blue;
    }
    return new Raster(width, height, rgb);
  }

  private static final class Header {
    private final byte[] image;
    private int at;

    private Header(byte[] image) {
      this.image = image;
    }

    private int next() {
      if (at >= image.length) {
        throw new UnreadableImage("it ends in its header");
      }
      return image[at++] & 0xff;
    }

    int colours() {
      int first = next();
      int second = next();
      if (first != 'P' || (second != '5' && second != '6')) {
        throw new UnreadableImage("it is neither P5 nor P6");
      }
      return second == '6' ? 3 : 1;
    }

    int number(String what) {
      int c = next();
      while (Character.isWhitespace(c) || c == '#') {
        boolean comment = c == '#';
        while (comment && c != '\n') {
          c = next();
        }
        c = next();
      }
      int value = 0;
      int digits = 0;
      while (c >= '0' && c <= '9' && digits++ < DIGITS_MAX) {
        value = value * 10 + c - '0';
        c = next();
      }
      if (digits == 0 || digits > DIGITS_MAX) {
        throw new UnreadableImage("its " + what + " is no number");
      }
      at--;
      return value;
    }

    void oneSpace() {
      if (!Character.isWhitespace(next())) {
        throw new UnreadableImage("its header does not end");
      }
    }
  }
}
