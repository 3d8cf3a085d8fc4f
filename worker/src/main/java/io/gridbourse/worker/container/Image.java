package io.gridbourse.worker.container;

import io.gridbourse.domain.data.image.ImageArchive;
import io.gridbourse.domain.data.image.ImageLayer;
import io.gridbourse.domain.data.image.ImagePlan;
import io.gridbourse.domain.data.image.ImagePlatform;
import io.gridbourse.domain.data.image.ImageRefusedException;
import io.gridbourse.domain.data.image.ImageRun;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.LeaseNotRunException.Reason;
import io.gridbourse.worker.process.RunnerScript;
import io.gridbourse.worker.sandbox.Sandbox;
import io.gridbourse.worker.sandbox.SandboxFolder;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.ArchiveException;

/**
 * An unpacked image.
 *
 * @param folder its root, which sandboxes may read
 * @param uid of its tasks inside; never 0
 * @param bytes that its files take
 */
record Image(Path folder, ImageRun run, int uid, long bytes) {
  /** Folders of the root that the driver puts its own in the place of. */
  private static final List<String> MOUNTS = List.of("proc", "dev", "tmp");

  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
  private static final int MAGIC_BYTES = 4;
  private static final int USERS_BYTES_MAX = 1 << 20;
  private static final int UID_MAX = 65_535;
  private static final int PADDING_BYTES_MAX = 4 << 20;

  /**
   * Unpacks into a new folder, and verifies every digest on the way.
   *
   * @param wanted the digest of the image
   * @throws LeaseNotRunException if it cannot be run on this machine, but perhaps on another
   */
  static Image unpack(Path archive, Sha256 wanted, SandboxFolder into, long bytesMax)
      throws IOException, ImageRefusedException, LeaseNotRunException {
    Path folder = into.newFolder("image-");
    boolean done = false;
    try (ImageTar tar = ImageTar.open(archive)) {
      ImagePlatform platform = ImagePlatform.linux(System.getProperty("os.arch"));
      ImageArchive images = new ImageArchive(tar);
      Optional<ImagePlan> plan = images.plan(wanted, platform);
      if (plan.isEmpty()) {
        throw new LeaseNotRunException(
            Reason.RESOURCES,
            "the image is made for " + images.platforms(wanted) + ", not for " + platform);
      }
      ImageRoot root = new ImageRoot(folder, bytesMax);
      for (ImageLayer layer : plan.get().layers()) {
        lay(tar, layer, root);
      }
      furnish(root, plan.get().run());
      Image image =
          new Image(folder, plan.get().run(), uid(plan.get().run(), folder), root.bytes());
      done = true;
      return image;
    } catch (ArchiveException | ZipException | EOFException | IllegalArgumentException e) {
      throw new ImageRefusedException("it is damaged: " + e.getMessage());
    } finally {
      if (!done) {
        SandboxFolder.delete(folder);
      }
    }
  }

  private static void lay(ImageTar tar, ImageLayer layer, ImageRoot root)
      throws IOException, ImageRefusedException, LeaseNotRunException {
    try (DigestInputStream packed = digesting(tar.open(layer.file()));
        DigestInputStream content = digesting(unpacked(packed, layer.file()))) {
      root.lay(content);
      // What follows the end of the archive counts, too.
      skipRest(content);
      packed.transferTo(OutputStream.nullOutputStream());
      require(layer.file(), "content", content, layer.content());
      if (layer.digest().isPresent()) {
        require(layer.file(), "digest", packed, layer.digest().get());
      }
    }
  }

  private static void skipRest(InputStream content) throws IOException, ImageRefusedException {
    if (content.readNBytes(PADDING_BYTES_MAX).length == PADDING_BYTES_MAX) {
      throw new ImageRefusedException("a layer goes on after the end of its archive");
    }
  }

  private static DigestInputStream digesting(InputStream in) {
    return new DigestInputStream(in, Sha256.newDigest());
  }

  private static void require(String file, String what, DigestInputStream read, Sha256 expected)
      throws ImageRefusedException {
    String found = HexFormat.of().formatHex(read.getMessageDigest().digest());
    if (!found.equals(expected.hex())) {
      throw new ImageRefusedException(
          "the layer " + file + " has the " + what + " sha256:" + found + ", not " + expected);
    }
  }

  private static InputStream unpacked(InputStream packed, String file)
      throws IOException, ImageRefusedException {
    BufferedInputStream in = new BufferedInputStream(packed);
    in.mark(MAGIC_BYTES);
    byte[] magic = in.readNBytes(MAGIC_BYTES);
    in.reset();
    if (startsWith(magic, ZSTD)) {
      throw new ImageRefusedException(
          "the layer " + file + " is packed with zstd; save the image with gzip");
    }
    return startsWith(magic, GZIP) ? new GZIPInputStream(in) : in;
  }

  private static boolean startsWith(byte[] bytes, byte[] magic) {
    return bytes.length >= magic.length
        && java.util.Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
  }

  /** Makes the folders that the sandbox mounts at, and the one to start in. */
  private static void furnish(ImageRoot root, ImageRun run)
      throws IOException, ImageRefusedException {
    String work = RunnerScript.WORK.substring(1);
    if (root.isUsed(work)) {
      throw new ImageRefusedException(
          "it has files in " + RunnerScript.WORK + ", where tasks work; put them elsewhere");
    }
    root.clear(work);
    for (String name : MOUNTS) {
      root.clear(name);
    }
    root.follow(ImageRoot.names(run.directory()));
  }

  /** The image's user, unless that is root. */
  private static int uid(ImageRun run, Path folder) throws IOException, ImageRefusedException {
    String user = run.user().split(":", -1)[0];
    if (user.isEmpty() || user.equals("root")) {
      return Sandbox.NOBODY;
    }
    String number = user.matches("[0-9]{1,9}") ? user : named(user, folder);
    int uid = Integer.parseInt(number);
    return uid == 0 || uid > UID_MAX ? Sandbox.NOBODY : uid;
  }

  private static String named(String user, Path folder) throws IOException, ImageRefusedException {
    Path users = folder.resolve("etc").resolve("passwd");
    boolean readable =
        Files.isDirectory(users.getParent(), LinkOption.NOFOLLOW_LINKS)
            && Files.isRegularFile(users, LinkOption.NOFOLLOW_LINKS)
            && Files.size(users) <= USERS_BYTES_MAX;
    List<String> lines =
        readable
            ? Files.readString(users, StandardCharsets.ISO_8859_1).lines().toList()
            : List.of();
    for (String line : lines) {
      String[] fields = line.split(":", -1);
      if (fields.length > 2 && fields[0].equals(user) && fields[2].matches("[0-9]{1,9}")) {
        return fields[2];
      }
    }
    throw new ImageRefusedException("its /etc/passwd does not know its user " + user);
  }

  /** Removes it from disk. */
  void delete() {
    try {
      SandboxFolder.delete(folder);
    } catch (UncheckedIOException e) {
      // What is left goes with the next start.
      return;
    }
  }
}
