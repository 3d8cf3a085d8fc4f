package io.gridbourse.ejb.proof.likeness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.domain.proof.likeness.LikeResults;
import io.gridbourse.domain.proof.likeness.PixelReader.UnreadableImage;
import io.gridbourse.domain.proof.likeness.Pixels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PngReaderTest {
  private static final long MANY = 1_000_000;
  private final PngReader reader = new PngReader();

  @Test
  void imagesThatDifferALittleAreLike() throws IOException {
    LikeResults results = new LikeResults(new Pixels(2, 0, reader));
    assertThat(results.add(png(8, 6, 0x102030))).isEqualTo(new LikeResults.Group(0));
    assertThat(results.add(png(8, 6, 0x11221e))).isEqualTo(new LikeResults.Group(1));
    assertThat(results.add(png(8, 6, 0x11222e))).isEqualTo(new LikeResults.Group(0));
    assertThat(results.add(png(6, 8, 0x102030))).isEqualTo(new LikeResults.Group(2));
  }

  @Test
  void aPngAndAPixmapOfTheSamePixelsAreLike() throws IOException {
    LikeResults results = new LikeResults(new Pixels(0, 0, reader));
    byte[] head = "P6 1 1 255\n".getBytes(StandardCharsets.US_ASCII);
    byte[] pixmap = Arrays.copyOf(head, head.length + 3);
    pixmap[head.length] = 0x10;
    pixmap[head.length + 1] = 0x20;
    pixmap[head.length + 2] = 0x30;
    assertThat(results.add(pixmap)).isEqualTo(new LikeResults.Group(0));
    assertThat(results.add(png(1, 1, 0x102030))).isEqualTo(new LikeResults.Group(0));
  }

  @Test
  void anImageWithTooManyPixelsIsRefusedByItsHeader() throws IOException {
    byte[] image = png(8, 6, 0x102030);
    ByteBuffer.wrap(image).putInt(16, 1 << 30).putInt(20, 1 << 30);
    assertThatThrownBy(() -> reader.read(image, MANY))
        .isInstanceOf(UnreadableImage.class)
        .hasMessageContaining("pixels of " + MANY);
  }

  @Test
  void damagedImagesAreRefusedOrReadAndNeverFail() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    byte[] whole = png(16, 16, 0x445566);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] image = Arrays.copyOf(whole, random.nextInt(1, whole.length + 1));
      image[random.nextInt(image.length)] ^= (byte) random.nextInt(1, 256);
      try {
        reader.read(image, MANY);
      } catch (UnreadableImage e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private static byte[] png(int width, int height, int rgb) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        image.setRGB(x, y, rgb);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }
}
