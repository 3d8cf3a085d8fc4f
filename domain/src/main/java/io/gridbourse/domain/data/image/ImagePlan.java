package io.gridbourse.domain.data.image;

import io.gridbourse.domain.value.Sha256;
import java.util.List;

/**
 * What to unpack and to run for one platform.
 *
 * @param image the digest that the image is known by
 * @param layers from the lowest on
 */
public record ImagePlan(
    Sha256 image, ImagePlatform platform, ImageRun run, List<ImageLayer> layers) {
  public ImagePlan {
    layers = List.copyOf(layers);
  }
}
