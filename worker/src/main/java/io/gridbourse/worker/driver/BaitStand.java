package io.gridbourse.worker.driver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sets out the bait for the probes: a secret file, a listener on loopback, a folder to write to.
 */
public final class BaitStand implements AutoCloseable {
  private static final int SECRET_BYTES = 16;

  private final Path folder;
  private final ServerSocket listener;
  private final AtomicInteger connections = new AtomicInteger();
  private final Bait bait;

  private BaitStand(Path folder, ServerSocket listener) throws IOException {
    this.folder = folder;
    this.listener = listener;
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    String text = "gridbourse-secret-" + HexFormat.of().formatHex(random);
    this.bait =
        new Bait(
            Files.writeString(folder.resolve("secret"), text),
            text,
            folder.resolve("forbidden"),
            listener.getLocalPort(),
            connections::get);
  }

  /** Bait below a folder of the agent, for as long as it is open. */
  public static BaitStand in(Path home) throws IOException {
    Path folder = Files.createTempDirectory(home, "probe-");
    ServerSocket listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    BaitStand stand = new BaitStand(folder, listener);
    Thread thread = new Thread(stand::accept, "probe-listener");
    thread.setDaemon(true);
    thread.start();
    return stand;
  }

  public Bait bait() {
    return bait;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        connections.incrementAndGet();
        socket.close();
      } catch (IOException e) {
        // Closed, or a connection that broke: nothing was reached.
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    Files.deleteIfExists(folder.resolve("secret"));
    Files.deleteIfExists(folder.resolve("forbidden"));
    Files.deleteIfExists(folder);
  }
}
