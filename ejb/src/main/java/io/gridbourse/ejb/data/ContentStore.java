package io.gridbourse.ejb.data;

import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.settings.StoreSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Contents as files named by their SHA-256. A content appears under its name only when all its
 * bytes are on the disk; it is never changed afterwards.
 */
@ApplicationScoped
public class ContentStore {
  private static final int BUFFER = 1 << 16;
  private Path folder;
  private long bytesMax;

  protected ContentStore() {}

  /** The store below the installation's home. */
  @Inject
  public ContentStore(StoreSettings settings) {
    this(settings.content(), settings.contentBytesMax());
  }

  /** A store in {@code folder}, which is made if it is missing. */
  public ContentStore(Path folder, long bytesMax) {
    this.folder = folder;
    this.bytesMax = bytesMax;
    try {
      Files.createDirectories(incoming());
    } catch (IOException e) {
      throw new UncheckedIOException("the content store " + folder + " cannot be made", e);
    }
  }

  /** The bytes that one content may have. */
  public long bytesMax() {
    return bytesMax;
  }

  /**
   * Stores all bytes of {@code in}, of which there may be {@code limit}.
   *
   * @throws ContentTooLarge if there are more; nothing is kept
   */
  public Sha256 put(InputStream in, long limit) throws IOException {
    Path temporary = Files.createTempFile(incoming(), "put", ".tmp");
    try {
      Sha256 name = copy(in, temporary, Math.min(limit, bytesMax));
      publish(temporary, name);
      return name;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Whether a content is stored. */
  public boolean exists(Sha256 name) {
    return Files.isRegularFile(fileOf(name));
  }

  /** Removes a content; again is harmless. */
  void remove(Sha256 name) {
    try {
      Files.deleteIfExists(fileOf(name));
    } catch (IOException e) {
      throw new UncheckedIOException("a content cannot be removed", e);
    }
  }

  /** Bytes of a content; empty if it is not stored. */
  public OptionalLong size(Sha256 name) {
    try {
      return OptionalLong.of(Files.size(fileOf(name)));
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Opens a content. The stream compares its bytes with the name and fails at its end if the disk
   * has changed them.
   *
   * @throws NoSuchFileException if it is not stored
   */
  public InputStream open(Sha256 name) throws IOException {
    return new VerifiedStream(Files.newInputStream(fileOf(name)), name);
  }

  /** All bytes of a content of at most {@code limit} bytes, verified; empty if it is not stored. */
  public Optional<byte[]> read(Sha256 name, int limit) throws IOException {
    OptionalLong size = size(name);
    if (size.isEmpty()) {
      return Optional.empty();
    }
    if (size.getAsLong() > limit) {
      throw new ContentTooLarge(limit);
    }
    try (InputStream in = open(name)) {
      return Optional.of(in.readAllBytes());
    }
  }

  private Sha256 copy(InputStream in, Path target, long limit) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    byte[] buffer = new byte[BUFFER];
    long total = 0;
    try (FileChannel out = FileChannel.open(target, StandardOpenOption.WRITE)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        total += n;
        if (total > limit) {
          throw new ContentTooLarge(limit);
        }
        digest.update(buffer, 0, n);
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
      }
      out.force(true);
    }
    return new Sha256(HexFormat.of().formatHex(digest.digest()));
  }

  private void publish(Path temporary, Sha256 name) throws IOException {
    Path target = fileOf(name);
    Files.createDirectories(target.getParent());
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("the content store must be on one file system: " + folder, e);
    }
    forceFolder(target.getParent());
  }

  /** Makes the new name itself durable: a rename lives in the folder, not in the file. */
  private static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private Path incoming() {
    return folder.resolve("incoming");
  }

  private Path fileOf(Sha256 name) {
    return folder.resolve(name.hex().substring(0, 2)).resolve(name.hex());
  }
}
