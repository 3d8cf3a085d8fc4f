package io.gridbourse.ejb.market;

import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.data.ContentNames;
import io.gridbourse.ejb.data.ContentStore;
import io.gridbourse.ejb.market.Registration.Reason;
import io.gridbourse.ejb.market.Registration.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Looks into an app's content before it is offered: is it what its driver runs? */
final class ContentCheck {
  static final int ENTRIES_MAX = 10_000;
  static final long UNPACKED_BYTES_MAX = 1L << 30;
  static final long WASM_BYTES_MAX = 64L << 20;
  private static final byte[] WASM = {0, 'a', 's', 'm', 1, 0, 0, 0};
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final int BUFFER = 1 << 16;
  private final ContentStore store;

  ContentCheck(ContentStore store) {
    this.store = store;
  }

  /** Why a module cannot be run. */
  Optional<Refused> wasm(Sha256 content) throws IOException {
    if (store.size(content).orElse(0) > WASM_BYTES_MAX) {
      return refused(
          Reason.NOT_WASM, "the module has more than " + WASM_BYTES_MAX + " bytes", "shrink it");
    }
    if (!startsWith(content, WASM)) {
      return refused(
          Reason.NOT_WASM,
          content + " is no WebAssembly module of version 1",
          "compile for wasm32-wasi, or choose the driver process for a bundle");
    }
    return Optional.empty();
  }

  /** Why a bundle cannot be run. The archive is read through, never unpacked. */
  Optional<Refused> bundle(Sha256 content, String program) throws IOException {
    if (!startsWith(content, ZIP)) {
      return invalid(content + " is no zip archive");
    }
    Set<String> names = new HashSet<>();
    long total = 0;
    boolean found = false;
    try (InputStream in = store.open(content);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (names.size() >= ENTRIES_MAX) {
          return invalid("it has more than " + ENTRIES_MAX + " entries");
        }
        if (!ContentNames.isSafe(name)) {
          return invalid("the entry '" + printable(name) + "' leaves the folder of the bundle");
        }
        if (!names.add(name.toLowerCase(Locale.ROOT))) {
          return invalid("the entry '" + printable(name) + "' is there twice");
        }
        total += length(zip, UNPACKED_BYTES_MAX - total);
        if (total > UNPACKED_BYTES_MAX) {
          return invalid("unpacked it has more than " + UNPACKED_BYTES_MAX + " bytes");
        }
        found |= name.equals(program) && !entry.isDirectory();
      }
    } catch (java.util.zip.ZipException | IllegalArgumentException e) {
      return invalid("it is damaged: " + e.getMessage());
    }
    return found ? Optional.empty() : noEntry(program);
  }

  private static Optional<Refused> noEntry(String program) {
    return Optional.of(
        new Refused(
            Reason.ENTRY_INVALID,
            "entry",
            "the bundle has no file '" + printable(program) + "'",
            "name a file of the bundle as entry"));
  }

  private boolean startsWith(Sha256 content, byte[] magic) throws IOException {
    try (InputStream in = store.open(content)) {
      return Arrays.equals(in.readNBytes(magic.length), magic);
    }
  }

  /** Bytes of the present entry, counted while they are unpacked; stops soon after the limit. */
  private static long length(ZipInputStream zip, long limit) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long length = 0;
    for (int n = zip.read(buffer); n >= 0 && length <= limit; n = zip.read(buffer)) {
      length += n;
    }
    return length;
  }

  private static String printable(String name) {
    String clean = name.replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= 100 ? clean : clean.substring(0, 100) + "...";
  }

  private static Optional<Refused> invalid(String detail) {
    return refused(
        Reason.BUNDLE_INVALID, "the bundle: " + detail, "make a plain zip of relative files");
  }

  private static Optional<Refused> refused(Reason reason, String detail, String remedy) {
    return Optional.of(new Refused(reason, "content", detail, remedy));
  }
}
