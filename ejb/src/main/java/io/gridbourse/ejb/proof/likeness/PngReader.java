package io.gridbourse.ejb.proof.likeness;

import io.gridbourse.domain.proof.likeness.PixelReader;
import io.gridbourse.domain.proof.likeness.PortablePixmap;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads PNG images, and whatever is none as a portable pixmap. How many pixels there are is read
 * from the header and refused before memory is taken for them.
 */
public final class PngReader implements PixelReader {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int WIDTH_AT = 16;
  private static final int HEADER_BYTES = 24;
  private static final int RGB = 0xffffff;
  private final PixelReader pixmaps = new PortablePixmap();

  @Override
  public Raster read(byte[] image, long pixelsMax) {
    if (image.length < HEADER_BYTES
        || !Arrays.equals(image, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
      return pixmaps.read(image, pixelsMax);
    }
    ByteBuffer header = ByteBuffer.wrap(image, WIDTH_AT, 2 * Integer.BYTES);
    int width = header.getInt();
    int height = header.getInt();
    if (width < 1 || height < 1 || (long) width * height > pixelsMax) {
      throw new UnreadableImage("it has " + width + " by " + height + " pixels of " + pixelsMax);
    }
    BufferedImage decoded = decode(image);
    if (decoded.getWidth() != width || decoded.getHeight() != height) {
      throw new UnreadableImage("its header does not fit its pixels");
    }
    int[] pixels = decoded.getRGB(0, 0, width, height, null, 0, width);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] &= RGB;
    }
    return new Raster(width, height, pixels);
  }

  private static BufferedImage decode(byte[] image) {
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(image))) {
      reader.setInput(in, true, true);
      return reader.read(0);
    } catch (IOException | RuntimeException e) {
      // Broken images make the JDK's reader throw what it likes.
      throw new UnreadableImage("it is no whole PNG image: " + e.getMessage());
    } finally {
      reader.dispose();
    }
  }
}
