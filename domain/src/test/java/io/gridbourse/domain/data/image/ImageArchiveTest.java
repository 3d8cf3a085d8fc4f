package io.gridbourse.domain.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.domain.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ImageArchiveTest {
  private static final ImagePlatform AMD64 = new ImagePlatform("linux", "amd64");
  private static final ImagePlatform ARM64 = new ImagePlatform("linux", "arm64");
  private final Files files = new Files();

  @Test
  void theManifestSaysWhatToUnpackAndToRun() throws Exception {
    Sha256 image = image("amd64", "one", "two");
    layout(image);
    ImageArchive archive = new ImageArchive(files);
    assertThat(archive.choose(Optional.empty())).isEqualTo(image);
    ImagePlan plan = archive.plan(image, AMD64).orElseThrow();
    assertThat(plan.layers())
        .extracting(ImageLayer::content)
        .containsExactly(Sha256.of(bytes("one")), Sha256.of(bytes("two")));
    assertThat(plan.run().entrypoint()).containsExactly("run");
    assertThat(plan.run().environment()).containsEntry("A", "b=c");
    assertThat(archive.plan(image, ARM64)).isEmpty();
  }

  @Test
  void anIndexLeadsToEachPlatformWhoseFilesAreThere() throws Exception {
    Sha256 amd = image("amd64", "one");
    Sha256 arm = image("arm64", "two");
    Object other = Map.of("digest", "sha256:" + "ab".repeat(32));
    Object windows = Map.of("digest", amd.toString(), "platform", Map.of("os", "windows"));
    Sha256 index = files.blob(Map.of("manifests", List.of(windows, at(amd), other, at(arm))));
    layout(index);
    ImageArchive archive = new ImageArchive(files);
    assertThat(archive.platforms(index)).containsExactly(AMD64, ARM64);
    assertThat(archive.plan(index, ARM64).orElseThrow().layers().get(0).content())
        .isEqualTo(Sha256.of(bytes("two")));
  }

  @Test
  void oneLayerMayOccurTwice() throws Exception {
    Sha256 image = image("amd64", "same", "other", "same");
    layout(image);
    assertThat(new ImageArchive(files).plan(image, AMD64).orElseThrow().layers()).hasSize(3);
  }

  @Test
  void indexesAreNotFollowedForEver() {
    Sha256 image = image("amd64", "one");
    for (int i = 0; i < 5; i++) {
      image = files.blob(Map.of("manifests", List.of(at(image))));
    }
    layout(image);
    Sha256 top = image;
    assertThatThrownBy(() -> new ImageArchive(files).platforms(top))
        .isInstanceOf(ImageRefusedException.class)
        .hasMessageContaining("nested deeper");
  }

  @Test
  void whatHasTheWrongFormIsNamed() {
    assertWrong("is no object", Map.of("manifests", List.of(1)));
    assertWrong("is no list", Map.of("manifests", "all"));
    assertWrong("sha256:", Map.of("manifests", List.of(Map.of("digest", "md5:1"))));
    assertWrong("more than 64", Map.of("manifests", Collections.nCopies(65, Map.of())));
    assertWrong("holds no image", Map.of());
  }

  @Test
  void aManifestAndItsConfigurationMustHaveTheSameLayers() {
    Sha256 layer = files.store("one");
    Sha256 config =
        files.blob(
            Map.of(
                "os", "linux", "architecture", "amd64", "rootfs", Map.of("diff_ids", List.of())));
    Sha256 image = files.blob(Map.of("config", at(config), "layers", List.of(at(layer))));
    layout(image);
    assertThatThrownBy(() -> new ImageArchive(files).plan(image, AMD64))
        .hasMessageContaining("1 layers, and its configuration 0");
  }

  private void assertWrong(String why, Object index) {
    files.put("oci-layout", Map.of());
    files.put("index.json", index);
    assertThatThrownBy(() -> new ImageArchive(files).images())
        .isInstanceOf(ImageRefusedException.class)
        .hasMessageContaining(why);
  }

  private void layout(Sha256 image) {
    files.put("oci-layout", Map.of());
    files.put("index.json", Map.of("manifests", List.of(at(image))));
  }

  private Sha256 image(String architecture, String... contents) {
    List<Object> layers = new ArrayList<>();
    List<String> digests = new ArrayList<>();
    for (String content : contents) {
      Sha256 layer = files.store(content);
      layers.add(at(layer));
      digests.add(layer.toString());
    }
    Sha256 config =
        files.blob(
            Map.of(
                "os",
                "linux",
                "architecture",
                architecture,
                "config",
                Map.of("Entrypoint", List.of("run"), "Env", List.of("A=b=c")),
                "rootfs",
                Map.of("diff_ids", digests)));
    return files.blob(Map.of("config", at(config), "layers", layers));
  }

  private static Map<String, Object> at(Sha256 digest) {
    return Map.of("digest", digest.toString());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Files whose JSON is known by its bytes, so that no parser is needed. */
  private static final class Files implements ImageFiles {
    private final Map<String, byte[]> contents = new HashMap<>();
    private final Map<String, Object> parsed = new HashMap<>();

    Sha256 store(String content) {
      Sha256 digest = Sha256.of(bytes(content));
      contents.put("blobs/sha256/" + digest.hex(), bytes(content));
      return digest;
    }

    Sha256 blob(Object json) {
      parsed.put(json.toString(), json);
      return store(json.toString());
    }

    void put(String name, Object json) {
      parsed.put(json.toString(), json);
      contents.put(name, bytes(json.toString()));
    }

    @Override
    public OptionalLong length(String name) {
      byte[] content = contents.get(name);
      return content == null ? OptionalLong.empty() : OptionalLong.of(content.length);
    }

    @Override
    public byte[] read(String name) {
      return Objects.requireNonNull(contents.get(name));
    }

    @Override
    public Object parse(byte[] json) {
      return Objects.requireNonNull(parsed.get(new String(json, StandardCharsets.UTF_8)));
    }
  }
}
