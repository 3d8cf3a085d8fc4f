package io.gridbourse.ejb.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.data.ContentStore;
import io.gridbourse.ejb.settings.StoreSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCheckTest {
  @TempDir private Path home;
  private ContentStore store;

  @BeforeEach
  void open() {
    store = new ContentStore(new StoreSettings(home, 64 << 20));
  }

  @Test
  void anImageIsKnownByTheDigestOfItsManifest() throws IOException {
    Layout layout = new Layout();
    String image = layout.image("amd64", "layer one");
    ImageCheck.Looked looked = look(layout.tar(image + "|first"), null);
    assertThat(looked.refusal()).isEmpty();
    assertThat(looked.image()).map(Sha256::toString).contains(image);
  }

  @Test
  void ofSeveralImagesOneIsNamed() throws IOException {
    Layout layout = new Layout();
    String one = layout.image("amd64", "layer one");
    String two = layout.image("arm64", "layer two");
    byte[] tar = layout.tar(one + "|first", two + "|second");
    refused(tar, null, "holds several images");
    refused(tar, "third", "holds no image third");
    assertThat(look(tar, "second").image()).map(Sha256::toString).contains(two);
    assertThat(look(tar, one).image()).map(Sha256::toString).contains(one);
  }

  @Test
  void anImageOfSeveralPlatformsIsKnownByItsIndex() throws IOException {
    Layout layout = new Layout();
    String one = layout.image("amd64", "layer one");
    String two = layout.image("arm64", "layer two");
    String index = layout.index(one, two, "sha256:" + "ab".repeat(32));
    assertThat(look(layout.tar(index + "|both"), null).image())
        .map(Sha256::toString)
        .contains(index);
  }

  @Test
  void whatIsNotWholeIsRefusedWithTheReason() throws IOException {
    Layout layout = new Layout();
    String image = layout.image("amd64", "layer one");
    byte[] whole = layout.tar(image + "|x");
    refused("text".repeat(1_000).getBytes(StandardCharsets.US_ASCII), null, "");
    refused(new byte[0], null, "has neither index.json");
    refused(Arrays.copyOf(whole, whole.length / 2), null, "");
    refused(layout.without("layer").tar(image + "|x"), null, "is missing");
    refused(layout.without("oci-layout").tar(image + "|x"), null, "has neither index.json");
    refused(layout.without("config").tar(image + "|x"), null, "is missing");
    refused(layout.without(image).tar(image + "|x"), null, "is missing");
    refused(layout.tar(), null, "holds no image");
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    for (String at : new String[] {"layer one", "architecture", "\"layers\""}) {
      byte[] changed = whole.clone();
      changed[text.indexOf(at) + 2] ^= 1;
      refused(changed, null, "has the digest");
    }
    Layout windows = new Layout();
    windows.os = "windows";
    refused(windows.tar(windows.image("amd64", "x") + "|x"), null, "not for linux");
    Layout many = new Layout();
    refused(many.tar(many.image("amd64", new String[129]) + "|x"), null, "more than 128 entries");
  }

  @Test
  void namesMayNotTakeAnyMemory() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry entry =
          new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
      entry.setSize(2 << 20);
      tar.putArchiveEntry(entry);
      tar.write(new byte[2 << 20]);
      tar.closeArchiveEntry();
    }
    refused(bytes.toByteArray(), null, "bytes of names");
  }

  private void refused(byte[] content, String wanted, String why) throws IOException {
    ImageCheck.Looked looked = look(content, wanted);
    assertThat(looked.image()).as(why).isEmpty();
    Registration.Refused refused = looked.refusal().orElseThrow();
    assertThat(refused.reason()).isEqualTo(Registration.Reason.IMAGE_INVALID);
    assertThat(refused.detail()).contains(why);
    assertThat(refused.remedy()).contains("podman save");
  }

  private ImageCheck.Looked look(byte[] content, String wanted) throws IOException {
    Sha256 stored = store.put(new ByteArrayInputStream(content), 64 << 20);
    return new ImageCheck(store).look(stored, Optional.ofNullable(wanted));
  }

  /** An image layout of which parts can be left out. */
  static final class Layout {
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private String os = "linux";

    /** Adds an image; its digest. */
    String image(String architecture, String... layers) {
      StringBuilder list = new StringBuilder();
      StringBuilder contents = new StringBuilder();
      for (String layer : layers) {
        String digest = blob(layer == null ? "empty" : layer);
        list.append(list.isEmpty() ? "" : ",").append("{\"digest\":\"" + digest + "\"}");
        contents.append(contents.isEmpty() ? "" : ",").append("\"" + digest + "\"");
      }
      String config =
          blob(
              "{\"architecture\":\"%s\",\"os\":\"%s\",\"rootfs\":{\"diff_ids\":[%s]}}"
                  .formatted(architecture, os, contents));
      return blob("{\"config\":{\"digest\":\"%s\"},\"layers\":[%s]}".formatted(config, list));
    }

    String index(String... images) {
      StringBuilder list = new StringBuilder();
      for (String image : images) {
        list.append(list.isEmpty() ? "" : ",").append("{\"digest\":\"" + image + "\"}");
      }
      return blob("{\"manifests\":[" + list + "]}");
    }

    private String blob(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      files.put("blobs/sha256/" + Sha256.of(bytes).hex(), bytes);
      return Sha256.of(bytes).toString();
    }

    /** The same without the first file that is, or begins with, or is named by this. */
    Layout without(String what) {
      Layout other = new Layout();
      other.files.putAll(files);
      other.files.put("oci-layout", "{}".getBytes(StandardCharsets.US_ASCII));
      String digest = what.replace("sha256:", "");
      other
          .files
          .entrySet()
          .removeIf(
              each ->
                  each.getKey().endsWith(digest)
                      || new String(each.getValue(), StandardCharsets.UTF_8).startsWith(what)
                      || (what.equals("config")
                          && new String(each.getValue(), StandardCharsets.UTF_8)
                              .startsWith("{\"architecture")));
      other.files.putIfAbsent("x", new byte[1]);
      return other;
    }

    /** The archive with images, each digest|name, in its index. */
    byte[] tar(String... images) throws IOException {
      StringBuilder list = new StringBuilder();
      for (String image : images) {
        String[] parts = image.split("\\|", -1);
        list.append(list.isEmpty() ? "" : ",")
            .append(
                "{\"digest\":\"%s\",\"annotations\":{\"org.opencontainers.image.ref.name\":\"%s\"}}"
                    .formatted(parts[0], parts[1]));
      }
      Map<String, byte[]> all = new LinkedHashMap<>(files);
      if (!files.containsKey("x")) {
        all.put("oci-layout", "{}".getBytes(StandardCharsets.US_ASCII));
      }
      all.put("index.json", ("{\"manifests\":[" + list + "]}").getBytes(StandardCharsets.UTF_8));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
        for (Map.Entry<String, byte[]> file : all.entrySet()) {
          TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
          entry.setSize(file.getValue().length);
          tar.putArchiveEntry(entry);
          tar.write(file.getValue());
          tar.closeArchiveEntry();
        }
      }
      return bytes.toByteArray();
    }
  }
}
