package io.gridbourse.ejb.market;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gridbourse.domain.data.image.ImageArchive;
import io.gridbourse.domain.data.image.ImageFiles;
import io.gridbourse.domain.data.image.ImageNames;
import io.gridbourse.domain.data.image.ImageRefusedException;
import io.gridbourse.domain.value.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.compress.archivers.ArchiveException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** What one reading of an archive tells of its files: their digests, and the small ones whole. */
final class ImageTar implements ImageFiles {
  static final int ENTRIES_MAX = 10_000;
  private static final long KEPT_BYTES_MAX = 32 << 20;
  private static final int LINKS_MAX = 4;
  private static final int BUFFER = 1 << 16;
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Map<String, Stored> files = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();
  private long kept;

  private ImageTar() {}

  /**
   * A file.
   *
   * @param content of what may be JSON
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Stored(long length, Sha256 digest, Optional<byte[]> content) {}

  /** Reads an archive through. */
  static ImageTar of(InputStream in) throws IOException, ImageRefusedException {
    ImageTar read = new ImageTar();
    try (Headers tar = new Headers(in)) {
      byte[] buffer = new byte[BUFFER];
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (read.files.size() + read.links.size() >= ENTRIES_MAX) {
          throw new ImageRefusedException("it has more than " + ENTRIES_MAX + " entries");
        }
        String name = ImageNames.plain(entry.getName());
        if (entry.isSymbolicLink()) {
          read.links.put(name, ImageNames.behind(name, entry.getLinkName()));
        } else if (entry.isFile() && !entry.isDirectory()) {
          read.files.put(name, read.stored(tar, buffer));
        }
      }
      return read;
    } catch (ArchiveException | IllegalArgumentException e) {
      throw new ImageRefusedException("it is no whole tar archive: " + e.getMessage());
    }
  }

  private Stored stored(InputStream in, byte[] buffer) throws IOException {
    MessageDigest sha256 = Sha256.newDigest();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    boolean mayBeJson = true;
    long length = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      sha256.update(buffer, 0, n);
      mayBeJson &= length > 0 || n == 0 || buffer[0] == '{' || buffer[0] == '[';
      length += n;
      mayBeJson &= length <= ImageArchive.JSON_BYTES_MAX && kept + length <= KEPT_BYTES_MAX;
      if (mayBeJson) {
        content.write(buffer, 0, n);
      }
    }
    kept += mayBeJson ? length : 0;
    return new Stored(
        length,
        new Sha256(HexFormat.of().formatHex(sha256.digest())),
        mayBeJson ? Optional.of(content.toByteArray()) : Optional.empty());
  }

  /** The digest of a file that is there. */
  Sha256 digest(String name) {
    return find(name).orElseThrow().digest;
  }

  private Optional<Stored> find(String name) {
    String at = ImageNames.plain(name);
    for (int i = 0; i < LINKS_MAX && links.containsKey(at); i++) {
      at = links.get(at);
    }
    return Optional.ofNullable(files.get(at));
  }

  @Override
  public OptionalLong length(String name) {
    return find(name).map(file -> OptionalLong.of(file.length)).orElse(OptionalLong.empty());
  }

  @Override
  public byte[] read(String name) {
    return find(name).flatMap(Stored::content).orElse(new byte[0]);
  }

  @Override
  public Object parse(byte[] json) throws ImageRefusedException {
    try {
      return JSON.readValue(json, Object.class);
    } catch (JsonProcessingException e) {
      throw new ImageRefusedException("its JSON is damaged: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new ImageRefusedException("its JSON is damaged: " + e.getMessage());
    }
  }

  /** Reads archives whose names and headers may not take any memory. */
  private static final class Headers extends TarArchiveInputStream {
    private static final long BYTES_MAX = 1 << 20;
    private boolean isBetweenEntries;
    private long bytes;

    Headers(InputStream in) {
      super(in);
    }

    @Override
    public TarArchiveEntry getNextEntry() throws IOException {
      if (getCurrentEntry() != null) {
        transferTo(OutputStream.nullOutputStream());
      }
      isBetweenEntries = true;
      bytes = 0;
      try {
        return super.getNextEntry();
      } finally {
        isBetweenEntries = false;
      }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      bytes += isBetweenEntries && read > 0 ? read : 0;
      if (bytes > BYTES_MAX) {
        throw new ArchiveException("an entry has more than " + BYTES_MAX + " bytes of names");
      }
      return read;
    }
  }
}
