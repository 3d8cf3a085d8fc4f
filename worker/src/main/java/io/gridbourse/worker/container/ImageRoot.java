package io.gridbourse.worker.container;

import io.gridbourse.domain.data.image.ImageRefusedException;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.LeaseNotRunException.Reason;
import io.gridbourse.worker.sandbox.SandboxFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * The root folder of an image while its layers are laid upon each other. Links within the image are
 * followed as the image will see them, so that nothing is ever written outside. All files can be
 * read by everybody and belong to the agent; devices are left out.
 */
final class ImageRoot {
  /** Files and folders that an image may have. */
  static final int ENTRIES_MAX = 500_000;

  private static final String WHITEOUT = ".wh.";
  private static final String WHITEOUT_OWN = ".wh..wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final int LINKS_MAX = 40;
  private static final int NAME_MAX = 255;
  private static final int EXECUTE = 0111;
  private static final int BUFFER_BYTES = 64 << 10;

  private final Path root;
  private final long bytesMax;
  private long bytes;
  private int count;

  /** What the layer at hand has put there: what it makes opaque keeps these. */
  private final Set<Path> fresh = new HashSet<>();

  /**
   * An image in an empty folder.
   *
   * @param bytesMax that its files may take
   */
  ImageRoot(Path root, long bytesMax) {
    this.root = root;
    this.bytesMax = bytesMax;
  }

  long bytes() {
    return bytes;
  }

  /** Lays a layer, a tar archive, upon those before. */
  void lay(InputStream layer) throws IOException, ImageRefusedException, LeaseNotRunException {
    fresh.clear();
    LayerTar tar = new LayerTar(layer);
    byte[] buffer = new byte[BUFFER_BYTES];
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      count++;
      if (count > ENTRIES_MAX) {
        throw new ImageRefusedException("its layers have more than " + ENTRIES_MAX + " entries");
      }
      try {
        put(entry, tar, buffer);
      } catch (InvalidPathException e) {
        throw new LeaseNotRunException(
            Reason.RESOURCES,
            "this machine cannot store the name "
                + printable(entry.getName())
                + "; start the worker with LC_ALL=C.UTF-8",
            e);
      }
    }
  }

  private void put(TarArchiveEntry entry, InputStream content, byte[] buffer)
      throws IOException, ImageRefusedException, LeaseNotRunException {
    List<String> names = names(entry.getName());
    if (names.isEmpty()) {
      return;
    }
    String last = names.remove(names.size() - 1);
    Path parent = follow(names);
    if (last.startsWith(WHITEOUT)) {
      whiteOut(parent, last);
      return;
    }
    Path target = parent.resolve(last);
    if (entry.isDirectory()) {
      if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
        SandboxFolder.delete(target);
        makeFolder(target);
      }
    } else if (entry.isSymbolicLink()) {
      SandboxFolder.delete(target);
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      link(target, entry);
    } else if (!entry.isCharacterDevice() && !entry.isBlockDevice() && !entry.isFIFO()) {
      SandboxFolder.delete(target);
      copy(entry, content, target, buffer);
    } else {
      return;
    }
    fresh.add(target);
  }

  private void copy(TarArchiveEntry entry, InputStream content, Path target, byte[] buffer)
      throws IOException, LeaseNotRunException {
    try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
      for (int length = content.read(buffer); length >= 0; length = content.read(buffer)) {
        bytes += length;
        if (bytes > bytesMax) {
          throw new LeaseNotRunException(
              Reason.RESOURCES,
              "the image unpacks to more than " + bytesMax + " bytes, the room of --cache-mib");
        }
        out.write(buffer, 0, length);
      }
    }
    boolean program = (entry.getMode() & EXECUTE) != 0;
    Files.setPosixFilePermissions(
        target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private void link(Path target, TarArchiveEntry entry) throws IOException, ImageRefusedException {
    List<String> names = names(entry.getLinkName());
    Path source = null;
    if (!names.isEmpty()) {
      String last = names.remove(names.size() - 1);
      source = follow(names).resolve(last);
    }
    if (source == null || !Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)) {
      throw new ImageRefusedException(
          "its entry "
              + printable(entry.getName())
              + " links to "
              + printable(entry.getLinkName())
              + ", which is no file");
    }
    if (!source.equals(target)) {
      SandboxFolder.delete(target);
      Files.createLink(target, source);
    }
  }

  private void whiteOut(Path parent, String name) throws IOException {
    if (name.equals(OPAQUE)) {
      clearOld(parent);
    } else if (!name.startsWith(WHITEOUT_OWN)) {
      String gone = name.substring(WHITEOUT.length());
      if (!gone.isEmpty() && !gone.equals(".") && !gone.equals("..")) {
        SandboxFolder.delete(parent.resolve(gone));
      }
    }
  }

  /** Removes what the layers before put into a folder. */
  private void clearOld(Path folder) throws IOException {
    List<Path> children;
    try (Stream<Path> all = Files.list(folder)) {
      children = all.toList();
    }
    for (Path child : children) {
      if (fresh.stream().noneMatch(each -> each.startsWith(child))) {
        SandboxFolder.delete(child);
      } else if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
        clearOld(child);
      }
    }
  }

  /** The folder that the image sees at a path, made if it is not there. */
  Path follow(List<String> names) throws IOException, ImageRefusedException {
    Deque<String> left = new ArrayDeque<>(names);
    Path at = root;
    int links = 0;
    while (!left.isEmpty()) {
      String name = left.pop();
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        at = at.equals(root) ? root : at.getParent();
        continue;
      }
      Path next = at.resolve(name);
      if (Files.isSymbolicLink(next)) {
        links++;
        if (links > LINKS_MAX) {
          throw new ImageRefusedException("its links lead in a circle at " + printable(name));
        }
        String to = Files.readSymbolicLink(next).toString();
        at = to.startsWith("/") ? root : at;
        List<String> steps = List.of(to.split("/", -1));
        for (int i = steps.size() - 1; i >= 0; i--) {
          left.push(steps.get(i));
        }
        continue;
      }
      if (!Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
        makeFolder(next);
      } else if (!Files.isDirectory(next, LinkOption.NOFOLLOW_LINKS)) {
        throw new ImageRefusedException(
            "it has both a file and a folder " + printable(root.relativize(next).toString()));
      }
      at = next;
    }
    return at;
  }

  /** An empty folder of this name in the root, whatever the image has there. */
  void clear(String name) throws IOException {
    SandboxFolder.delete(root.resolve(name));
    makeFolder(root.resolve(name));
  }

  /** Whether the image has something below a folder of the root. */
  boolean isUsed(String name) throws IOException {
    Path folder = root.resolve(name);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.findAny().isPresent();
    }
  }

  private void makeFolder(Path folder) throws IOException {
    Files.createDirectory(folder);
    SandboxFolder.open(folder);
    fresh.add(folder);
  }

  /** The parts of a path, which must not lead upwards. */
  static List<String> names(String path) throws ImageRefusedException {
    List<String> names = new ArrayList<>();
    for (String each : path.split("/", -1)) {
      if (each.equals("..") || each.length() > NAME_MAX || each.indexOf('\0') >= 0) {
        throw new ImageRefusedException(
            "its entry " + printable(path) + " does not stay inside the image");
      }
      if (!each.isEmpty() && !each.equals(".")) {
        names.add(each);
      }
    }
    return names;
  }

  private static String printable(String name) {
    String clean = name.replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= NAME_MAX ? clean : clean.substring(0, NAME_MAX) + "...";
  }
}
