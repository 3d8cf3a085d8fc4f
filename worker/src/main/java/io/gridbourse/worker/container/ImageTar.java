package io.gridbourse.worker.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gridbourse.domain.data.image.ImageFiles;
import io.gridbourse.domain.data.image.ImageNames;
import io.gridbourse.domain.data.image.ImageRefusedException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.compress.archivers.ArchiveException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/** The files of an archive on disk. Old archives name a layer twice by a link; it is followed. */
final class ImageTar implements ImageFiles, AutoCloseable {
  /** Files that an archive may have, beside those in its layers. */
  static final int ENTRIES_MAX = 10_000;

  private static final int LINKS_MAX = 4;
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final TarFile tar;
  private final Map<String, TarArchiveEntry> entries = new HashMap<>();

  private ImageTar(TarFile tar) {
    this.tar = tar;
    tar.getEntries().forEach(entry -> entries.put(ImageNames.plain(entry.getName()), entry));
  }

  static ImageTar open(Path archive) throws IOException, ImageRefusedException {
    try {
      requireFew(archive);
      return new ImageTar(new TarFile(archive));
    } catch (ArchiveException | IllegalArgumentException e) {
      throw new ImageRefusedException("it is no whole tar archive: " + e.getMessage());
    }
  }

  /** Counts before an index is made in memory. */
  private static void requireFew(Path archive) throws IOException, ImageRefusedException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive));
        LayerTar stream = new LayerTar(in)) {
      int count = 0;
      while (stream.getNextEntry() != null) {
        count++;
        if (count > ENTRIES_MAX) {
          throw new ImageRefusedException("it has more than " + ENTRIES_MAX + " entries");
        }
      }
    }
  }

  @Override
  public OptionalLong length(String name) {
    return entry(name).map(found -> OptionalLong.of(found.getSize())).orElse(OptionalLong.empty());
  }

  @Override
  public byte[] read(String name) throws IOException {
    try (InputStream in = open(name)) {
      return in.readAllBytes();
    }
  }

  /** Opens a file that is there. */
  InputStream open(String name) throws IOException {
    return tar.getInputStream(entry(name).orElseThrow());
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

  private Optional<TarArchiveEntry> entry(String name) {
    String at = ImageNames.plain(name);
    TarArchiveEntry entry = entries.get(at);
    for (int i = 0; i < LINKS_MAX && entry != null && entry.isSymbolicLink(); i++) {
      at = ImageNames.behind(at, entry.getLinkName());
      entry = entries.get(at);
    }
    return Optional.ofNullable(entry).filter(found -> found.isFile() && !found.isDirectory());
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
