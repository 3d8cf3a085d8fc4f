package io.gridbourse.worker.guest;

import io.gridbourse.worker.frame.Frame;
import io.gridbourse.worker.frame.FrameType;
import io.gridbourse.worker.frame.FrameWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a guest could do if it broke out of WebAssembly into this process: the child tries it, so
 * that the agent knows whether the sandbox around the process holds.
 */
final class Attack {
  private static final int CONNECT_MILLIS = 500;

  private final Path secret;
  private final Path forbidden;
  private final int port;
  private final List<String> breaches = new ArrayList<>();

  Attack(Frame frame) throws IOException {
    this.secret = Path.of(frame.readText());
    this.forbidden = Path.of(frame.readText());
    this.port = frame.readInt();
  }

  void report(FrameWriter out) throws IOException {
    tryTo("reads a secret file of the host", () -> Files.readAllBytes(secret));
    tryTo("writes into a folder of the host", () -> Files.writeString(forbidden, "x"));
    tryTo("writes into the programs of the host", () -> Files.writeString(programs(), "x"));
    tryTo("reaches a listener of the host", this::connect);
    tryTo("runs as uid 0", Attack::requireRoot);
    FrameWriter.Draft draft = new FrameWriter.Draft(FrameType.BREACHES).putInt(breaches.size());
    breaches.forEach(draft::putText);
    out.send(draft);
  }

  private static Path programs() {
    return Path.of("/usr/bin/gridbourse-probe-" + ProcessHandle.current().pid());
  }

  private void connect() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
    }
  }

  private static void requireRoot() throws IOException {
    String status = Files.readString(Path.of("/proc/self/status"), StandardCharsets.UTF_8);
    if (!status.matches("(?s).*\\nUid:\\t0\\t.*")) {
      throw new IOException("not root");
    }
  }

  private void tryTo(String what, Attempt attempt) {
    try {
      attempt.run();
      breaches.add(what);
    } catch (IOException | RuntimeException e) {
      // Refused, as it should be.
    }
  }

  private interface Attempt {
    void run() throws IOException;
  }
}
