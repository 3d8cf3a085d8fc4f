package io.gridbourse.worker.container;

import io.gridbourse.worker.process.ProgramProbes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The attack as an image, made of programs of this machine. */
final class ProbeImage implements ProgramProbes.Packing {
  private static final List<String> PROGRAMS =
      List.of("bash", "cat", "dd", "grep", "id", "ln", "ls", "mknod", "sleep", "wc", "yes");

  @Override
  public ProgramProbes.Packed pack(Map<String, byte[]> files)
      throws IOException, InterruptedException {
    Map<String, byte[]> all = new LinkedHashMap<>(HostPrograms.files(PROGRAMS));
    files.forEach((name, content) -> all.put("app/" + name, content));
    ImageWriter writer =
        new ImageWriter()
            .layer(ImageWriter.tar(all))
            .set("Entrypoint", List.of("/app/" + ProgramProbes.SCRIPT_NAME));
    byte[] archive = writer.write();
    return new ProgramProbes.Packed(archive, writer.image().toString());
  }
}
