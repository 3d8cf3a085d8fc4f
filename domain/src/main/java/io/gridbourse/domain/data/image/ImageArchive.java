package io.gridbourse.domain.data.image;

import io.gridbourse.domain.value.Sha256;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads what an archive of images holds: an OCI image layout, or what {@code docker save} wrote
 * before there was one. An image is known by the digest of its manifest (or of its index, if it has
 * several platforms); in the old form, which has no manifests, by the digest of its configuration.
 * Every JSON file must be what the digest that leads to it says.
 */
public final class ImageArchive {
  /** Layers that an image may have. */
  public static final int LAYERS_MAX = 128;

  /** Bytes that a JSON file of an archive may have. */
  public static final int JSON_BYTES_MAX = 4 << 20;

  /** Images and platforms that an archive may have. */
  public static final int IMAGES_MAX = 64;

  private static final String LAYOUT = "oci-layout";
  private static final String INDEX = "index.json";
  private static final String SAVED = "manifest.json";
  private static final String NAME = "org.opencontainers.image.ref.name";
  private static final int DEPTH_MAX = 3;

  private final ImageFiles files;
  private final boolean isLayout;

  /**
   * The archive of these files.
   *
   * @throws ImageRefusedException if it is no archive of images
   */
  public ImageArchive(ImageFiles files) throws ImageRefusedException {
    this.files = files;
    this.isLayout = files.length(LAYOUT).isPresent() && files.length(INDEX).isPresent();
    if (!isLayout && files.length(SAVED).isEmpty()) {
      throw new ImageRefusedException(
          "it has neither " + INDEX + " with " + LAYOUT + " nor " + SAVED);
    }
  }

  /** The images by their digests, each with its name, which may be empty. */
  public Map<Sha256, String> images() throws IOException, ImageRefusedException {
    Map<Sha256, String> images = new LinkedHashMap<>();
    if (isLayout) {
      for (ImageTree each : json(INDEX).at("manifests").list(IMAGES_MAX)) {
        images.put(each.at("digest").digest(), each.at("annotations").at(NAME).text());
      }
    } else {
      for (ImageTree each : json(SAVED).list(IMAGES_MAX)) {
        List<String> tags = each.at("RepoTags").words();
        images.put(configOf(each), tags.isEmpty() ? "" : tags.get(0));
      }
    }
    if (images.isEmpty()) {
      throw new ImageRefusedException("it holds no image");
    }
    return images;
  }

  /** The image that is meant by a digest or a name; by nothing if there is only one. */
  public Sha256 choose(Optional<String> wanted) throws IOException, ImageRefusedException {
    Map<Sha256, String> images = images();
    if (wanted.isEmpty() && images.size() == 1) {
      return images.keySet().iterator().next();
    }
    List<Sha256> found = new ArrayList<>();
    images.forEach(
        (digest, name) -> {
          if (wanted
              .filter(text -> text.equals(digest.toString()) || text.equals(name))
              .isPresent()) {
            found.add(digest);
          }
        });
    if (found.size() != 1) {
      throw new ImageRefusedException(
          wanted.map(text -> "it holds no image " + text).orElse("it holds several images")
              + ", there are "
              + images);
    }
    return found.get(0);
  }

  /** What an image can be run on, as far as the archive holds its parts. */
  public Set<ImagePlatform> platforms(Sha256 image) throws IOException, ImageRefusedException {
    Set<ImagePlatform> platforms = new LinkedHashSet<>();
    for (Parts parts : parts(image)) {
      platforms.add(parts.platform);
    }
    return platforms;
  }

  /** What to run on a platform; empty if the image is not made for it. */
  public Optional<ImagePlan> plan(Sha256 image, ImagePlatform platform)
      throws IOException, ImageRefusedException {
    for (Parts parts : parts(image)) {
      if (parts.platform.equals(platform)) {
        return Optional.of(parts.plan(image));
      }
    }
    return Optional.empty();
  }

  /** A layer's file with the digest that it must have, where the archive says it. */
  private record Stored(String file, Optional<Sha256> digest) {}

  /** The parts of an image for one platform. */
  private record Parts(ImagePlatform platform, ImageTree config, List<Stored> layers) {
    ImagePlan plan(Sha256 image) throws ImageRefusedException {
      List<ImageTree> contents = config.at("rootfs").at("diff_ids").list(LAYERS_MAX);
      if (contents.size() != layers.size()) {
        throw new ImageRefusedException(
            "it has " + layers.size() + " layers, and its configuration " + contents.size());
      }
      List<ImageLayer> all = new ArrayList<>();
      for (Stored each : layers) {
        all.add(new ImageLayer(each.file, each.digest, contents.get(all.size()).digest()));
      }
      ImageTree run = config.at("config");
      return new ImagePlan(
          image,
          platform,
          new ImageRun(
              run.at("Entrypoint").words(),
              run.at("Cmd").words(),
              run.at("Env").settings(),
              run.at("WorkingDir").text(),
              run.at("User").text()),
          all);
    }
  }

  private List<Parts> parts(Sha256 image) throws IOException, ImageRefusedException {
    if (!images().containsKey(image)) {
      throw new ImageRefusedException("it holds no image " + image);
    }
    List<Parts> parts = new ArrayList<>();
    if (isLayout) {
      collect(image, 0, parts);
    } else {
      for (ImageTree each : json(SAVED).list(IMAGES_MAX)) {
        if (configOf(each).equals(image)) {
          parts.add(saved(each, image));
          break;
        }
      }
    }
    if (parts.isEmpty()) {
      throw new ImageRefusedException("it holds no platform of " + image);
    }
    return parts;
  }

  /** Follows an index to its manifests; those whose file is not in the archive are left out. */
  private void collect(Sha256 digest, int depth, List<Parts> into)
      throws IOException, ImageRefusedException {
    ImageTree manifest = blob(digest);
    if (!manifest.at("manifests").isThere()) {
      into.add(parts(manifest));
      return;
    }
    if (depth >= DEPTH_MAX) {
      throw new ImageRefusedException("its indexes are nested deeper than " + DEPTH_MAX);
    }
    for (ImageTree each : manifest.at("manifests").list(IMAGES_MAX)) {
      Sha256 inner = each.at("digest").digest();
      boolean isOther =
          each.at("platform").isThere()
              && !each.at("platform").at("os").text().equals(ImagePlatform.LINUX);
      if (!isOther && files.length(nameOf(inner)).isPresent() && into.size() < IMAGES_MAX) {
        collect(inner, depth + 1, into);
      }
    }
  }

  private Parts parts(ImageTree manifest) throws IOException, ImageRefusedException {
    List<Stored> layers = new ArrayList<>();
    for (ImageTree each : manifest.at("layers").list(LAYERS_MAX)) {
      Sha256 digest = each.at("digest").digest();
      layers.add(new Stored(required(nameOf(digest)), Optional.of(digest)));
    }
    ImageTree config = blob(manifest.at("config").at("digest").digest());
    return new Parts(platformOf(config), config, layers);
  }

  private Parts saved(ImageTree entry, Sha256 digest) throws IOException, ImageRefusedException {
    String name = entry.at("Config").text();
    ImageTree config = json(name, read(name), Optional.of(digest));
    List<Stored> layers = new ArrayList<>();
    for (ImageTree each : entry.at("Layers").list(LAYERS_MAX)) {
      layers.add(new Stored(required(each.text()), Optional.empty()));
    }
    return new Parts(platformOf(config), config, layers);
  }

  private static ImagePlatform platformOf(ImageTree config) throws ImageRefusedException {
    return new ImagePlatform(config.at("os").text(), config.at("architecture").text());
  }

  private Sha256 configOf(ImageTree saved) throws IOException, ImageRefusedException {
    return Sha256.of(read(saved.at("Config").text()));
  }

  private ImageTree blob(Sha256 digest) throws IOException, ImageRefusedException {
    String name = nameOf(digest);
    return json(name, read(name), Optional.of(digest));
  }

  private static String nameOf(Sha256 digest) {
    return "blobs/sha256/" + digest.hex();
  }

  private String required(String name) throws ImageRefusedException {
    if (files.length(name).isEmpty()) {
      throw new ImageRefusedException("the layer " + name + " is missing");
    }
    return name;
  }

  private ImageTree json(String name) throws IOException, ImageRefusedException {
    return json(name, read(name), Optional.empty());
  }

  private ImageTree json(String name, byte[] bytes, Optional<Sha256> digest)
      throws ImageRefusedException {
    if (digest.isPresent() && !Sha256.of(bytes).equals(digest.get())) {
      throw new ImageRefusedException(name + " has the digest " + Sha256.of(bytes));
    }
    return new ImageTree(files.parse(bytes), name);
  }

  private byte[] read(String name) throws IOException, ImageRefusedException {
    OptionalLong length = files.length(name);
    if (length.isEmpty()) {
      throw new ImageRefusedException("the file " + name + " is missing");
    }
    if (length.getAsLong() > JSON_BYTES_MAX) {
      throw new ImageRefusedException(name + " has more than " + JSON_BYTES_MAX + " bytes");
    }
    return files.read(name);
  }
}
