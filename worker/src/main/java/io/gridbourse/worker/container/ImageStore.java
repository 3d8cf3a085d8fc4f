package io.gridbourse.worker.container;

import io.gridbourse.domain.data.image.ImageRefusedException;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.LeaseWork;
import io.gridbourse.worker.sandbox.SandboxFolder;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Unpacked images. When they take too much room, those leave that no lease used for longest. */
final class ImageStore implements AutoCloseable {
  private static final float LOAD = 0.75f;
  private static final int EXPECTED = 8;

  private final SandboxFolder folder;
  private final long bytesMax;
  private final Map<String, Image> images = new LinkedHashMap<>(EXPECTED, LOAD, true);
  private final Map<Image, Integer> uses = new HashMap<>();

  ImageStore(SandboxFolder folder, long bytesMax) {
    this.folder = folder;
    this.bytesMax = bytesMax;
  }

  /** The image of a lease, which stays until it is released. */
  synchronized Image use(LeaseWork work)
      throws IOException, ImageRefusedException, LeaseNotRunException {
    String key = work.program().app() + "/" + work.program().entry();
    Image image = images.get(key);
    if (image == null) {
      image = Image.unpack(work.app(), digest(work.program().entry()), folder, bytesMax);
      images.put(key, image);
    }
    uses.merge(image, 1, Integer::sum);
    makeRoom();
    return image;
  }

  private static Sha256 digest(String entry) throws ImageRefusedException {
    try {
      return Sha256.parse(entry == null ? "" : entry);
    } catch (IllegalArgumentException e) {
      throw new ImageRefusedException("the app names no image by its digest, but " + entry);
    }
  }

  synchronized void release(Image image) {
    uses.computeIfPresent(image, (key, count) -> count == 1 ? null : count - 1);
    makeRoom();
  }

  SandboxFolder folder() {
    return folder;
  }

  private void makeRoom() {
    long total = images.values().stream().mapToLong(Image::bytes).sum();
    Iterator<Image> oldest = images.values().iterator();
    while (total > bytesMax && oldest.hasNext()) {
      Image candidate = oldest.next();
      if (!uses.containsKey(candidate)) {
        oldest.remove();
        total -= candidate.bytes();
        candidate.delete();
      }
    }
  }

  @Override
  public synchronized void close() {
    images.values().forEach(Image::delete);
    images.clear();
  }
}
