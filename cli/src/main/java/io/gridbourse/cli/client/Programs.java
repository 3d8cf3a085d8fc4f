package io.gridbourse.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Stores programs and files under their hash, for those who name them on the ledger. */
public final class Programs {
  private static final byte[] WASM = {0, 'a', 's', 'm'};
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  private Programs() {}

  /**
   * Stores a file.
   *
   * @param entry the program in a bundle, where it is not run.sh
   * @return multiaddr and checksum for an iexec.json, of a program its type too, and the URL for
   *     iexec_input_files
   */
  public static JsonNode store(Rest rest, Path file, Optional<String> entry) {
    byte[] magic = magic(file);
    boolean zip = Arrays.equals(magic, ZIP);
    if (entry.isPresent() && !zip) {
      throw new CommandFailed(
          ExitCode.USAGE, "--entry is of a bundle, and " + file + " is no zip", "leave it out");
    }
    String content = rest.put("/api/v1/content", file).body().path("content").asText();
    String hex = content.substring(content.indexOf(':') + 1);
    var stored = JsonNodeFactory.instance.objectNode();
    boolean program = zip || Arrays.equals(magic, WASM);
    if (program) {
      stored.put("type", "DOCKER");
    }
    String kind = zip ? "bundle:" : program ? "wasm:" : "file:";
    stored.put("multiaddr", kind + content + entry.map(path -> "#" + path).orElse(""));
    return stored
        .put("checksum", "0x" + hex)
        .put("url", rest.endpoint().at("/ipfs/" + hex + "/" + file.getFileName()).toString());
  }

  private static byte[] magic(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(WASM.length);
    } catch (IOException e) {
      throw new CommandFailed(
              ExitCode.USAGE, "cannot read " + file + ": " + e.getMessage(), "name a file")
          .because(e);
    }
  }
}
