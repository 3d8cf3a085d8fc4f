package io.gridbourse.worker.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.domain.data.image.ImageRefusedException;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.sandbox.Sandbox;
import io.gridbourse.worker.sandbox.SandboxFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTest {
  private static final long MIB = 1 << 20;

  @TempDir private Path home;
  private SandboxFolder folder;

  @BeforeEach
  void make() throws IOException {
    folder = SandboxFolder.of(home, false);
  }

  @Test
  void layersLieUponEachOther() throws Exception {
    Image image =
        unpack(
            new Layer().file("a/x", "1").file("a/y", "1").file("b/z", "1").bytes(),
            new Layer().file("a/x", "2").file("a/.wh.y", "").bytes(),
            new Layer().file("b/.wh..wh..opq", "").file("b/new", "3").bytes());
    assertThat(read(image, "a/x")).isEqualTo("2");
    assertThat(image.folder().resolve("a/y")).doesNotExist();
    assertThat(image.folder().resolve("b/z")).doesNotExist();
    assertThat(read(image, "b/new")).isEqualTo("3");
    assertThat(image.bytes()).isEqualTo(5);
    for (String mount : List.of("proc", "dev", "tmp", "work")) {
      assertThat(image.folder().resolve(mount)).isEmptyDirectory();
    }
  }

  @Test
  void anOpaqueFolderKeepsWhatItsOwnLayerPutThereBefore() throws Exception {
    Image image =
        unpack(
            new Layer().file("b/c/old", "1").bytes(),
            new Layer().file("b/c/new", "2").file("b/.wh..wh..opq", "").bytes());
    assertThat(image.folder().resolve("b/c/old")).doesNotExist();
    assertThat(read(image, "b/c/new")).isEqualTo("2");
  }

  @Test
  void linksStayInsideTheImage() throws Exception {
    Path outside = Files.createDirectory(home.resolve("outside"));
    Image image =
        unpack(
            new Layer()
                .link("lib", "usr/lib")
                .link("host", outside.toString())
                .link("srv/absolute", "/opt/place")
                .link("up", "../../../../../../../..")
                .bytes(),
            new Layer()
                .file("lib/one", "1")
                .file("host/two", "2")
                .file("srv/absolute/two", "2")
                .file("up/three", "3")
                .hard("four", "lib/one")
                .bytes());
    assertThat(read(image, "usr/lib/one")).isEqualTo("1");
    assertThat(read(image, "three")).isEqualTo("3");
    assertThat(read(image, "four")).isEqualTo("1");
    assertThat(outside).isEmptyDirectory();
    assertThat(read(image, "opt/place/two")).isEqualTo("2");
  }

  @Test
  void aFileTakesThePlaceOfALinkAndDoesNotWriteThroughIt() throws Exception {
    Path victim = Files.writeString(home.resolve("victim"), "safe");
    Image image =
        unpack(
            new Layer().link("a", victim.toString()).bytes(), new Layer().file("a", "x").bytes());
    assertThat(read(image, "a")).isEqualTo("x");
    assertThat(victim).hasContent("safe");
  }

  @Test
  void doubtfulLayersAreRefused() throws Exception {
    refused("does not stay inside", new Layer().file("../evil", "x").bytes());
    refused("does not stay inside", new Layer().file("a/../../evil", "x").bytes());
    refused("is no file", new Layer().hard("shadow", "etc/shadow").bytes());
    refused("does not stay inside", new Layer().hard("a", "../../x").bytes());
    refused("in a circle", new Layer().link("a", "b").link("b", "a").file("a/x", "x").bytes());
    refused("both a file and a folder", new Layer().file("a", "x").file("a/b", "x").bytes());
    refused("has files in /work", new Layer().file("work/x", "x").bytes());
    refused(
        "bytes of names",
        new Layer()
            .entry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME, 0644, "", "n".repeat(2 << 20))
            .file("n", "x")
            .bytes());
    try (Stream<Path> left = Files.list(folder.path())) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void devicesAndSpecialModesAreLeftOut() throws Exception {
    Image image =
        unpack(
            new Layer()
                .entry("null", TarConstants.LF_CHR, 0666, "", "")
                .entry("pipe", TarConstants.LF_FIFO, 0666, "", "")
                .entry("su", TarConstants.LF_NORMAL, 04755, "", "x")
                .entry("secret", TarConstants.LF_NORMAL, 0600, "", "x")
                .bytes());
    assertThat(image.folder().resolve("null")).doesNotExist();
    assertThat(image.folder().resolve("pipe")).doesNotExist();
    assertThat((int) Files.getAttribute(image.folder().resolve("su"), "unix:mode") & 07777)
        .isEqualTo(0755);
    assertThat((int) Files.getAttribute(image.folder().resolve("secret"), "unix:mode") & 07777)
        .isEqualTo(0644);
  }

  @Test
  void whatUnpacksWithoutEndIsStoppedAtTheRoomThatThereIs() throws Exception {
    byte[] bomb = new Layer().file("zeros", "0".repeat((int) (4 * MIB))).bytes();
    ImageWriter writer = new ImageWriter().layer(bomb);
    Path archive = stored(writer.write());
    assertThatThrownBy(() -> Image.unpack(archive, writer.image(), folder, MIB))
        .isInstanceOfSatisfying(
            LeaseNotRunException.class,
            e -> assertThat(e.reason()).isEqualTo(LeaseNotRunException.Reason.RESOURCES));
    try (Stream<Path> left = Files.list(folder.path())) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aLayerThatGoesOnAfterItsEndIsRefused() throws Exception {
    byte[] layer = new Layer().file("a", "x").bytes();
    refused("goes on after the end", Arrays.copyOf(layer, layer.length + (5 << 20)));
  }

  @Test
  void everyByteOfAnArchiveCounts() throws Exception {
    ImageWriter writer = new ImageWriter().layer(new Layer().file("a", "content!").bytes());
    byte[] whole = writer.write();
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    for (String at : List.of("content!", "architecture", "schemaVersion\":2,\"config")) {
      byte[] changed = whole.clone();
      changed[text.indexOf(at) + 3] ^= 1;
      Path archive = stored(changed);
      assertThatThrownBy(() -> Image.unpack(archive, writer.image(), folder, MIB))
          .as(at)
          .isInstanceOf(ImageRefusedException.class)
          .hasMessageContaining("sha256:");
    }
    for (int length : new int[] {100, 700, 1_500, whole.length / 2}) {
      Path archive = stored(Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Image.unpack(archive, writer.image(), folder, MIB))
          .as("the first %d bytes", length)
          .isInstanceOf(ImageRefusedException.class);
    }
    Path archive = stored(whole);
    Sha256 other = Sha256.of(new byte[] {1});
    assertThatThrownBy(() -> Image.unpack(archive, other, folder, MIB))
        .isInstanceOf(ImageRefusedException.class)
        .hasMessageContaining("holds no image " + other);
  }

  @Test
  void anArchiveOfTheOldFormWithPackedLayersIsRead() throws Exception {
    String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    byte[] config = oldConfig(arch);
    Image image = Image.unpack(oldArchive(config), Sha256.of(config), folder, MIB);
    assertThat(read(image, "bin/tool")).isEqualTo("x");
    assertThat(image.uid()).isEqualTo(17);
  }

  @Test
  void anImageForOtherMachinesIsHandedBack() throws Exception {
    byte[] config = oldConfig("s390x");
    Path archive = oldArchive(config);
    assertThatThrownBy(() -> Image.unpack(archive, Sha256.of(config), folder, MIB))
        .isInstanceOfSatisfying(
            LeaseNotRunException.class,
            e -> assertThat(e.reason()).isEqualTo(LeaseNotRunException.Reason.RESOURCES))
        .hasMessageContaining("linux/s390x");
  }

  private static byte[] oldLayer() throws IOException {
    return new Layer().file("bin/tool", "x").bytes();
  }

  private static byte[] oldConfig(String architecture) throws IOException {
    return ("{\"architecture\":\"%s\",\"os\":\"linux\",\"config\":{\"User\":\"17\"},"
            + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"%s\"]}}")
        .formatted(architecture, Sha256.of(oldLayer()))
        .getBytes(StandardCharsets.UTF_8);
  }

  private Path oldArchive(byte[] config) throws IOException {
    return stored(
        new Layer()
            .file("./manifest.json", "[{\"Config\":\"c.json\",\"Layers\":[\"l/layer.tar\"]}]")
            .entry("c.json", TarConstants.LF_NORMAL, 0644, "", text(config))
            .link("l/layer.tar", "../m.tar")
            .entry("m.tar", TarConstants.LF_NORMAL, 0644, "", text(gzip(oldLayer())))
            .bytes());
  }

  @Test
  void tasksNeverHaveTheUidOfRoot() throws Exception {
    byte[] users = new Layer().file("etc/passwd", "app:x:42:1::/:\nevil:x:0:0::/:\n").bytes();
    Map<String, Integer> expected = new LinkedHashMap<>();
    expected.put("", Sandbox.NOBODY);
    expected.put("root", Sandbox.NOBODY);
    expected.put("0:0", Sandbox.NOBODY);
    expected.put("1000:5", 1000);
    expected.put("app", 42);
    expected.put("evil", Sandbox.NOBODY);
    for (Map.Entry<String, Integer> each : expected.entrySet()) {
      ImageWriter writer = new ImageWriter().layer(users).set("User", each.getKey());
      Path archive = stored(writer.write());
      assertThat(Image.unpack(archive, writer.image(), folder, MIB).uid())
          .as(each.getKey())
          .isEqualTo(each.getValue());
    }
    ImageWriter writer = new ImageWriter().layer(users).set("User", "nobody-knows");
    Path archive = stored(writer.write());
    assertThatThrownBy(() -> Image.unpack(archive, writer.image(), folder, MIB))
        .hasMessageContaining("does not know its user");
  }

  private void refused(String why, byte[]... layers) throws IOException {
    assertThatThrownBy(() -> unpack(layers))
        .isInstanceOf(ImageRefusedException.class)
        .hasMessageContaining(why);
  }

  private Image unpack(byte[]... layers) throws Exception {
    ImageWriter writer = new ImageWriter();
    for (byte[] layer : layers) {
      writer.layer(layer);
    }
    Path archive = stored(writer.write());
    return Image.unpack(archive, writer.image(), folder, 64 * MIB);
  }

  private Path stored(byte[] archive) throws IOException {
    return Files.write(Files.createTempFile(home, "archive", ".tar"), archive);
  }

  private static String read(Image image, String path) throws IOException {
    return Files.readString(image.folder().resolve(path));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  /** A tar archive, entry by entry, however odd. */
  private static final class Layer {
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Entry(String name, byte type, int mode, String link, byte[] content) {}

    private final List<Entry> entries = new ArrayList<>();

    Layer file(String name, String content) {
      return entry(name, TarConstants.LF_NORMAL, 0644, "", content);
    }

    Layer link(String name, String to) {
      return entry(name, TarConstants.LF_SYMLINK, 0777, to, "");
    }

    Layer hard(String name, String to) {
      return entry(name, TarConstants.LF_LINK, 0644, to, "");
    }

    Layer entry(String name, byte type, int mode, String link, String content) {
      byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
      entries.add(new Entry(name, type, mode, link, bytes));
      return this;
    }

    byte[] bytes() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
        for (Entry each : entries) {
          TarArchiveEntry entry = new TarArchiveEntry(each.name, each.type, true);
          entry.setMode(each.mode);
          entry.setLinkName(each.link);
          entry.setSize(each.content.length);
          tar.putArchiveEntry(entry);
          tar.write(each.content);
          tar.closeArchiveEntry();
        }
      }
      return bytes.toByteArray();
    }
  }
}
