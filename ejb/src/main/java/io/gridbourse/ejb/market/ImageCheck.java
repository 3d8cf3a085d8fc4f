package io.gridbourse.ejb.market;

import io.gridbourse.domain.data.image.ImageArchive;
import io.gridbourse.domain.data.image.ImageLayer;
import io.gridbourse.domain.data.image.ImagePlan;
import io.gridbourse.domain.data.image.ImagePlatform;
import io.gridbourse.domain.data.image.ImageRefusedException;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.data.ContentStore;
import io.gridbourse.ejb.market.Registration.Reason;
import io.gridbourse.ejb.market.Registration.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Looks into an archive of images before one of them is offered. Its layers are compared with their
 * digests, and never unpacked here.
 */
final class ImageCheck {
  private final ContentStore store;

  ImageCheck(ContentStore store) {
    this.store = store;
  }

  /** The digest of the image that is meant, or why it cannot be run. */
  record Looked(Optional<Sha256> image, Optional<Refused> refusal) {}

  /**
   * Looks.
   *
   * @param wanted digest or name of an image in it; not needed if it holds only one
   */
  Looked look(Sha256 content, Optional<String> wanted) {
    try (InputStream in = store.open(content)) {
      ImageTar tar = ImageTar.of(in);
      ImageArchive archive = new ImageArchive(tar);
      Sha256 image = archive.choose(wanted);
      boolean runs = false;
      for (ImagePlatform platform : archive.platforms(image)) {
        runs |= platform.isLinux();
        check(archive.plan(image, platform).orElseThrow(), tar);
      }
      if (!runs) {
        return refused("it is made for " + archive.platforms(image) + ", and not for linux");
      }
      return new Looked(Optional.of(image), Optional.empty());
    } catch (ImageRefusedException e) {
      return refused(e.getMessage());
    } catch (IOException e) {
      return refused("it cannot be read: " + e.getMessage());
    }
  }

  private static void check(ImagePlan plan, ImageTar tar) throws ImageRefusedException {
    for (ImageLayer layer : plan.layers()) {
      Optional<Sha256> digest = layer.digest();
      if (digest.isPresent() && !tar.digest(layer.file()).equals(digest.get())) {
        throw new ImageRefusedException(
            "the layer " + layer.file() + " has the digest " + tar.digest(layer.file()));
      }
    }
  }

  private static Looked refused(String detail) {
    return new Looked(
        Optional.empty(),
        Optional.of(
            new Refused(
                Reason.IMAGE_INVALID,
                "content",
                "the image: " + detail,
                "save it with: podman save --format oci-archive -o FILE IMAGE")));
  }
}
