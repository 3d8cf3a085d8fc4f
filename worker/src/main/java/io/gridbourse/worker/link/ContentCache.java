package io.gridbourse.worker.link;

import io.gridbourse.domain.value.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Content on this machine, by its SHA-256. Nothing enters unverified. When it is full, what was not
 * used for longest leaves.
 */
public final class ContentCache {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");

  private final Path folder;
  private final long bytesMax;
  private final Clock clock;
  private final Map<String, Long> sizes = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();

  /** A cache in a folder, which may hold content from before. */
  public ContentCache(Path folder, long bytesMax, Clock clock) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.bytesMax = bytesMax;
    this.clock = clock;
    for (Path file : files()) {
      String name = file.getFileName().toString();
      if (NAME.matcher(name).matches()) {
        sizes.put(name, Files.size(file));
      }
    }
  }

  /** Bytes by name, as hex digits, of what is here; waits for nobody who fetches. */
  Map<String, Long> sizes() {
    return Map.copyOf(sizes);
  }

  /** Grows whenever something came or left. */
  long changes() {
    return changes.get();
  }

  /** Where content comes from. */
  public interface Source {
    /** Opens content by its name. */
    InputStream open(Sha256 name)
        throws ServerAwayException, ServerRefusedException, InterruptedException;
  }

  /**
   * The file with this content, fetched if it is not here.
   *
   * @throws IOException if it cannot be stored, is too large, or is not what its name says
   */
  public synchronized Path get(Sha256 name, Source source)
      throws IOException, ServerAwayException, ServerRefusedException, InterruptedException {
    Path file = folder.resolve(name.hex());
    if (Files.exists(file)) {
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
      return file;
    }
    Path fresh = Files.createTempFile(folder, "fetch-", ".part");
    try (InputStream in = source.open(name)) {
      String found = copy(in, fresh);
      if (!found.equals(name.hex())) {
        throw new IOException("content " + name + " came as sha256:" + found + ": refused");
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      sizes.put(name.hex(), Files.size(file));
      changes.incrementAndGet();
    } finally {
      Files.deleteIfExists(fresh);
    }
    evict(file);
    return file;
  }

  private String copy(InputStream in, Path file) throws IOException {
    MessageDigest sha256 = Sha256.newDigest();
    long total = 0;
    byte[] buffer = new byte[BUFFER_BYTES];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        total += length;
        if (total > bytesMax) {
          throw new IOException("content is larger than the cache of " + bytesMax + " bytes");
        }
        sha256.update(buffer, 0, length);
        out.write(buffer, 0, length);
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private void evict(Path newest) throws IOException {
    List<Path> files = files();
    long total = 0;
    for (Path file : files) {
      total += Files.size(file);
    }
    for (Path file : files) {
      if (total <= bytesMax) {
        return;
      }
      if (!file.equals(newest)) {
        total -= Files.size(file);
        Files.deleteIfExists(file);
        sizes.remove(file.getFileName().toString());
        changes.incrementAndGet();
      }
    }
  }

  /** What is in the folder, what was not used for longest first. */
  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile).sorted(Comparator.comparing(this::used)).toList();
    }
  }

  private FileTime used(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
