package io.gridbourse.worker.process;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.worker.link.WireJson;
import io.gridbourse.worker.sandbox.SandboxFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * An unpacked bundle: a folder that sandboxes may read, and the file in it to run. Unpacking stops
 * at its limits while it reads, whatever the archive says about itself; a doubtful archive is
 * refused as a whole.
 *
 * @param entry relative path of the program
 */
record Bundle(Path folder, String entry) {
  static final int ENTRIES_MAX = 10_000;
  static final long BYTES_MAX = 1L << 30;

  /** What is larger than this must not be more than {@link #RATIO_MAX} times its packed size. */
  private static final long RATIO_FREE_BYTES = 1 << 20;

  private static final long RATIO_MAX = 200;
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int TYPE_MASK = 0170000;
  private static final int PLAIN = 0100000;
  private static final int FOLDER = 0040000;
  private static final int EXECUTE = 0111;
  private static final String MANIFEST = "bundle.json";
  private static final int MANIFEST_BYTES_MAX = 65_536;

  /** Unpacks into a new folder that only becomes visible when it is whole. */
  static Bundle unpack(Path zip, String declaredEntry, SandboxFolder into)
      throws IOException, BundleException {
    Map<String, Integer> modes = ZipIndex.modes(zip, ENTRIES_MAX);
    check(modes);
    Path folder = into.newFolder("bundle-");
    boolean done = false;
    try (ZipFile archive = new ZipFile(zip.toFile())) {
      long budget = BYTES_MAX;
      Enumeration<? extends ZipEntry> entries = archive.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        budget -= extract(archive, entry, folder, modes, budget);
      }
      String program = declaredEntry == null ? manifestEntry(folder) : declaredEntry;
      requireProgram(folder, program);
      done = true;
      return new Bundle(folder, program);
    } catch (ZipException e) {
      throw new BundleException("it is a damaged zip archive: " + e.getMessage());
    } finally {
      if (!done) {
        SandboxFolder.delete(folder);
      }
    }
  }

  private static void check(Map<String, Integer> modes) throws BundleException {
    Set<String> folded = new HashSet<>();
    for (Map.Entry<String, Integer> each : modes.entrySet()) {
      String name = each.getKey();
      int type = each.getValue() & TYPE_MASK;
      if (type != 0 && type != PLAIN && type != FOLDER) {
        throw new BundleException("the entry " + name + " is a link or a device");
      }
      Path path = Path.of("/", name.replace('\0', '/'));
      boolean inside =
          !name.isEmpty()
              && !name.startsWith("/")
              && name.indexOf('\\') < 0
              && name.chars().noneMatch(c -> c < ' ' || c == 0x7F)
              && path.equals(path.normalize());
      if (!inside) {
        throw new BundleException("the entry " + name + " does not stay inside the bundle");
      }
      if (!folded.add(path.toString().toLowerCase(Locale.ROOT))) {
        throw new BundleException("two entries differ only in case: " + name);
      }
    }
  }

  private static long extract(
      ZipFile archive, ZipEntry entry, Path folder, Map<String, Integer> modes, long budget)
      throws IOException, BundleException {
    Integer mode = modes.get(entry.getName());
    if (mode == null) {
      throw new BundleException("its directory does not list " + entry.getName());
    }
    Path file = folder.resolve(entry.getName()).normalize();
    if (entry.isDirectory()) {
      makeFolders(folder, file);
      return 0;
    }
    makeFolders(folder, file.getParent());
    long packed = Math.max(1, entry.getCompressedSize());
    long limit = Math.min(budget, Math.max(RATIO_FREE_BYTES, packed * RATIO_MAX));
    long total = 0;
    try (InputStream in = archive.getInputStream(entry);
        OutputStream out =
            Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        total += length;
        if (total > limit) {
          throw new BundleException(
              "the entry " + entry.getName() + " unpacks to more than " + limit + " bytes");
        }
        out.write(buffer, 0, length);
      }
    }
    // An archive without modes does not tell programs from data.
    boolean program = mode == 0 || (mode & EXECUTE) != 0;
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    return total;
  }

  private static void makeFolders(Path root, Path folder) throws IOException {
    if (folder.equals(root) || Files.isDirectory(folder)) {
      return;
    }
    makeFolders(root, folder.getParent());
    Files.createDirectory(folder);
    SandboxFolder.open(folder);
  }

  private static String manifestEntry(Path folder) throws IOException, BundleException {
    Path manifest = folder.resolve(MANIFEST);
    if (!Files.isRegularFile(manifest) || Files.size(manifest) > MANIFEST_BYTES_MAX) {
      throw new BundleException("it has no " + MANIFEST + " and the app names no entry");
    }
    JsonNode entry = WireJson.MAPPER.readTree(manifest.toFile()).path("entry");
    if (!entry.isTextual()) {
      throw new BundleException("its " + MANIFEST + " names no entry");
    }
    return entry.asText();
  }

  private static void requireProgram(Path folder, String entry)
      throws IOException, BundleException {
    Path file = folder.resolve(entry).normalize();
    if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
      throw new BundleException("its entry " + entry + " is no file in it");
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
