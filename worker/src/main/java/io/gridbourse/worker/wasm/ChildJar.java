package io.gridbourse.worker.wasm;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.log.Logger;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasi.WasiPreview1;
import com.dylibso.chicory.wasm.Parser;
import com.google.common.collect.ImmutableList;
import com.google.common.jimfs.Jimfs;
import com.google.common.util.concurrent.internal.InternalFutureFailureAccess;
import io.gridbourse.domain.bag.CommandTemplate;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.worker.guest.GuestMain;
import io.gridbourse.worker.sandbox.SandboxFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The class path of the child as one jar without compression, made once from the agent's own: no
 * path of the host is shown in the sandbox, and the child starts faster.
 */
final class ChildJar {
  /** One class of each jar that the child needs. */
  private static final List<Class<?>> SOURCES =
      List.of(
          GuestMain.class,
          CommandTemplate.class,
          Parser.class,
          Logger.class,
          Instance.class,
          MachineFactoryCompiler.class,
          WasiPreview1.class,
          Jimfs.class,
          ImmutableList.class,
          InternalFutureFailureAccess.class);

  private static final List<String> ASM =
      List.of(
          "org.objectweb.asm.ClassWriter",
          "org.objectweb.asm.commons.GeneratorAdapter",
          "org.objectweb.asm.tree.ClassNode",
          "org.objectweb.asm.tree.analysis.Analyzer",
          "org.objectweb.asm.util.CheckClassAdapter");

  /** Of our own classes only these packages are of use in the child. */
  private static final List<String> OURS =
      List.of(
          "io/gridbourse/worker/guest/",
          "io/gridbourse/worker/frame/",
          "io/gridbourse/worker/outcome/",
          "io/gridbourse/domain/bag/",
          "io/gridbourse/domain/value/",
          "io/gridbourse/domain/ledger/");

  private ChildJar() {}

  /** The jar in {@code folder}, made if it is not there. */
  static Path in(SandboxFolder folder) throws IOException {
    Set<Path> sources = sources();
    Path jar = folder.path().resolve("child-" + fingerprint(sources) + ".jar");
    if (Files.exists(jar)) {
      return jar;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      Set<String> names = new LinkedHashSet<>();
      for (Path source : sources) {
        if (Files.isDirectory(source)) {
          copy(source, zip, names);
        } else {
          try (FileSystem archive = FileSystems.newFileSystem(source, Map.of())) {
            copy(archive.getPath("/"), zip, names);
          }
        }
      }
    }
    return folder.write(jar.getFileName().toString(), bytes.toByteArray());
  }

  private static Set<Path> sources() throws IOException {
    Set<Path> sources = new LinkedHashSet<>();
    for (Class<?> type : SOURCES) {
      sources.add(sourceOf(type));
    }
    for (String name : ASM) {
      try {
        sources.add(sourceOf(Class.forName(name)));
      } catch (ClassNotFoundException e) {
        throw new IOException("the class path of the agent lacks " + name, e);
      }
    }
    return sources;
  }

  private static Path sourceOf(Class<?> type) throws IOException {
    try {
      URI uri = type.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(uri);
    } catch (URISyntaxException e) {
      throw new IOException("cannot find where " + type.getName() + " comes from", e);
    }
  }

  private static String fingerprint(Set<Path> sources) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path source : sources) {
      text.append(source).append('|').append(newest(source)).append('\n');
    }
    byte[] utf8 = text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return Sha256.of(utf8).hex().substring(0, 16);
  }

  private static String newest(Path source) throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      return files
          .map(
              file -> {
                try {
                  return Files.getLastModifiedTime(file).toMillis() + "/" + Files.size(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .max(String::compareTo)
          .orElse("");
    }
  }

  private static void copy(Path root, ZipOutputStream zip, Set<String> names) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = root.relativize(file).toString().replace('\\', '/');
        if (isWanted(name) && names.add(name)) {
          add(zip, name, Files.readAllBytes(file));
        }
      }
    }
  }

  private static boolean isWanted(String name) {
    if (!name.endsWith(".class") || name.startsWith("META-INF/") || name.endsWith("-info.class")) {
      return false;
    }
    return !name.startsWith("io/gridbourse/") || OURS.stream().anyMatch(name::startsWith);
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
