package io.gridbourse.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The user's file {@code $XDG_CONFIG_HOME/gridbourse/config.yaml}: named contexts, each a server
 * and a file with its token, and which of them is current. Tokens are in files of their own that
 * only the user can read.
 */
public final class Configuration {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private final Path folder;
  private final Map<String, String> environment;

  /** The configuration that {@code environment} names. */
  public Configuration(Map<String, String> environment) {
    this.environment = environment;
    String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path base =
        xdg.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".config")
            : Path.of(xdg);
    this.folder = base.resolve("gridbourse");
  }

  /**
   * Where to send requests. Options win over the environment, the environment over the file.
   *
   * @param server option --server, may be null
   * @param token option --token, may be null
   * @param context option --context, may be null
   */
  public Endpoint endpoint(String server, String token, String context) {
    String address = server != null ? server : environment.get("GRIDBOURSE_SERVER");
    String secret = token != null ? token : environment.get("GRIDBOURSE_TOKEN");
    String chosen = context != null ? context : environment.get("GRIDBOURSE_CONTEXT");
    if (address == null) {
      ObjectNode file = read();
      String name = chosen != null ? chosen : file.path("current").asText("");
      JsonNode entry = file.path("contexts").path(name);
      if (entry.path("server").isMissingNode()) {
        throw unknownContext(chosen);
      }
      address = entry.path("server").asText();
      secret = secret != null ? secret : readToken(entry.path("tokenFile").asText(""));
    }
    return new Endpoint(checkedServer(address), Optional.ofNullable(secret).map(String::strip));
  }

  private static CommandFailed unknownContext(String chosen) {
    return chosen == null
        ? new CommandFailed(
            ExitCode.USAGE,
            "no server is known",
            "give --server URL, set GRIDBOURSE_SERVER, or run: gridbourse login URL")
        : new CommandFailed(
            ExitCode.NOT_FOUND,
            "no context is named " + chosen,
            "list them with: gridbourse context ls");
  }

  /** Reads an http or https address. */
  public static URI checkedServer(String text) {
    try {
      URI uri = URI.create(text.strip());
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the message below, which also fits what is no address at all.
    }
    throw new CommandFailed(
        ExitCode.USAGE,
        "the server must be an http or https address, but is " + text,
        "server",
        "",
        "write it like http://127.0.0.1:8080");
  }

  /** Names of the contexts, and whether each is the current one. */
  public List<JsonNode> contexts() {
    ObjectNode file = read();
    String current = file.path("current").asText("");
    List<JsonNode> rows = new ArrayList<>();
    file.path("contexts")
        .fields()
        .forEachRemaining(
            entry ->
                rows.add(
                    YAML.createObjectNode()
                        .put("name", entry.getKey())
                        .put("server", entry.getValue().path("server").asText())
                        .put("current", entry.getKey().equals(current))));
    return rows;
  }

  /** Keeps a server and its token as context {@code name} and makes it current. */
  public void keep(String name, Endpoint endpoint) {
    ObjectNode file = read();
    ObjectNode entry = file.withObjectProperty("contexts").withObjectProperty(name);
    entry.put("server", endpoint.server().toString());
    endpoint
        .token()
        .ifPresent(
            token -> {
              Path tokenFile = folder.resolve("tokens").resolve(name);
              writePrivately(tokenFile, token + "\n");
              entry.put("tokenFile", tokenFile.toString());
            });
    file.put("current", name);
    write(file);
  }

  /** Makes {@code name} the current context. */
  public void use(String name) {
    ObjectNode file = read();
    if (file.path("contexts").path(name).isMissingNode()) {
      throw unknownContext(name);
    }
    file.put("current", name);
    write(file);
  }

  /** Forgets context {@code name} and its token. */
  public void forget(String name) {
    ObjectNode file = read();
    if (file.withObjectProperty("contexts").remove(name) == null) {
      throw unknownContext(name);
    }
    if (name.equals(file.path("current").asText(""))) {
      file.remove("current");
    }
    try {
      Files.deleteIfExists(folder.resolve("tokens").resolve(name));
    } catch (IOException e) {
      throw unusable(folder.resolve("tokens").resolve(name), e);
    }
    write(file);
  }

  private ObjectNode read() {
    Path file = folder.resolve("config.yaml");
    if (!Files.exists(file)) {
      return YAML.createObjectNode();
    }
    try {
      JsonNode node = YAML.readTree(file.toFile());
      if (node instanceof ObjectNode object) {
        return object;
      }
      return YAML.createObjectNode();
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private void write(ObjectNode content) {
    try {
      writePrivately(folder.resolve("config.yaml"), YAML.writeValueAsString(content));
    } catch (IOException e) {
      throw unusable(folder.resolve("config.yaml"), e);
    }
  }

  private String readToken(String file) {
    if (file.isEmpty()) {
      return null;
    }
    Path path = Path.of(file);
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
      if (!OWNER_ONLY.containsAll(permissions)) {
        throw new CommandFailed(
            ExitCode.USAGE,
            "others can read the token file " + path,
            "tokenFile",
            "mode 0600",
            "run: chmod 600 " + path + ", and get a new token if others use this machine");
      }
      return Files.readString(path);
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  /** Writes a file that only its owner can read, whole or not at all. */
  static void writePrivately(Path file, String content) {
    try {
      Files.createDirectories(file.getParent());
      Files.setPosixFilePermissions(file.getParent(), OWNER_ONLY_FOLDER);
      Path next =
          Files.createTempFile(
              file.getParent(), ".new", "", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      Files.writeString(next, content);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static CommandFailed unusable(Path file, IOException cause) {
    return new CommandFailed(
            ExitCode.USAGE,
            "cannot use " + file + ": " + cause.getMessage(),
            "mend or remove that file")
        .because(cause);
  }
}
