package io.gridbourse.worker.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The attack as a bundle. */
final class ProbeBundle implements ProgramProbes.Packing {
  @Override
  public ProgramProbes.Packed pack(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return new ProgramProbes.Packed(bytes.toByteArray(), ProgramProbes.SCRIPT_NAME);
  }
}
