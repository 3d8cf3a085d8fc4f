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
import java.util.Locale;
import java.util.Optional;

/** Stores programs and files under their hash, for those who name them on the ledger. */
public final class Programs {
  private static final byte[] WASM = {0, 'a', 's', 'm'};
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] TAR = {'u', 's', 't', 'a', 'r'};
  private static final int TAR_AT = 257;

  private Programs() {}

  /** The driver that runs a file, by its first bytes, or by its name if they tell nothing. */
  public static String driver(Path file) {
    return switch (kind(head(file))) {
      case "wasm:" -> "wasm";
      case "image:" -> "container";
      case "bundle:" -> "process";
      default -> file.toString().toLowerCase(Locale.ROOT).endsWith(".wasm") ? "wasm" : "process";
    };
  }

  /** How the multiaddr of a content begins that begins with these bytes. */
  private static String kind(byte[] head) {
    if (startsWith(head, 0, ZIP)) {
      return "bundle:";
    }
    if (startsWith(head, 0, WASM)) {
      return "wasm:";
    }
    return startsWith(head, TAR_AT, TAR) ? "image:" : "file:";
  }

  private static boolean startsWith(byte[] head, int at, byte[] magic) {
    return head.length >= at + magic.length
        && Arrays.equals(head, at, at + magic.length, magic, 0, magic.length);
  }

  /**
   * Stores a file.
   *
   * @param entry the program in a bundle, where it is not run.sh; the image in an archive of
   *     several
   * @return multiaddr and checksum for an iexec.json, of a program its type too, and the URL for
   *     iexec_input_files
   */
  public static JsonNode store(Rest rest, Path file, Optional<String> entry) {
    String kind = kind(head(file));
    boolean hasEntry = kind.equals("bundle:") || kind.equals("image:");
    if (entry.isPresent() && !hasEntry) {
      throw new CommandFailed(
          ExitCode.USAGE,
          "--entry is of a bundle or an archive of images, and " + file + " is neither",
          "leave it out");
    }
    String content = rest.put("/api/v1/content", file).body().path("content").asText();
    String hex = content.substring(content.indexOf(':') + 1);
    var stored = JsonNodeFactory.instance.objectNode();
    if (!kind.equals("file:")) {
      stored.put("type", "DOCKER");
    }
    stored.put("multiaddr", kind + content + entry.map(path -> "#" + path).orElse(""));
    return stored
        .put("checksum", "0x" + hex)
        .put("url", rest.endpoint().at("/ipfs/" + hex + "/" + file.getFileName()).toString());
  }

  private static byte[] head(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(TAR_AT + TAR.length);
    } catch (IOException e) {
      throw new CommandFailed(
              ExitCode.USAGE, "cannot read " + file + ": " + e.getMessage(), "name a file")
          .because(e);
    }
  }
}
