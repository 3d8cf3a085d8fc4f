package io.gridbourse.worker.container;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gridbourse.domain.data.image.ImagePlatform;
import io.gridbourse.domain.value.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes an archive with one image for this machine, as an OCI image layout. */
public final class ImageWriter {
  private static final String MEDIA = "application/vnd.oci.image.";
  private static final int PROGRAM = 0100755;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<byte[]> layers = new ArrayList<>();
  private final Map<String, Object> run = new LinkedHashMap<>();
  private Sha256 image;

  /** Adds a layer, a tar archive without compression. */
  public ImageWriter layer(byte[] tar) {
    layers.add(tar);
    return this;
  }

  /** Sets a field of the image's configuration, such as Entrypoint. */
  public ImageWriter set(String field, Object value) {
    run.put(field, value);
    return this;
  }

  /** The archive. */
  public byte[] write() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    List<Object> stored = new ArrayList<>();
    List<String> contents = new ArrayList<>();
    for (byte[] layer : layers) {
      contents.add(Sha256.of(layer).toString());
      stored.add(blob(files, MEDIA + "layer.v1.tar", layer));
    }
    ImagePlatform here = ImagePlatform.linux(System.getProperty("os.arch"));
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("architecture", here.architecture());
    config.put("os", here.os());
    config.put("config", run);
    config.put("rootfs", Map.of("type", "layers", "diff_ids", contents));
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("config", blob(files, MEDIA + "config.v1+json", JSON.writeValueAsBytes(config)));
    manifest.put("layers", stored);
    byte[] manifestBytes = JSON.writeValueAsBytes(manifest);
    image = Sha256.of(manifestBytes);
    Object top = blob(files, MEDIA + "manifest.v1+json", manifestBytes);
    files.put(
        "index.json",
        JSON.writeValueAsBytes(Map.of("schemaVersion", 2, "manifests", List.of(top))));
    files.put("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
    return tar(files);
  }

  /** The digest that the image is known by, once it is written. */
  public Sha256 image() {
    return image;
  }

  private static Map<String, Object> blob(Map<String, byte[]> files, String type, byte[] bytes) {
    Sha256 digest = Sha256.of(bytes);
    files.put("blobs/sha256/" + digest.hex(), bytes);
    return Map.of("mediaType", type, "digest", digest.toString(), "size", bytes.length);
  }

  /** A tar archive of these files, all of which may be run. */
  public static byte[] tar(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        entry.setMode(PROGRAM);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }
}
