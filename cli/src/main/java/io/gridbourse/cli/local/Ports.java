package io.gridbourse.cli.local;

import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of this machine's loopback address. */
final class Ports {
  private static final int LARGEST = 65_535;

  private Ports() {}

  /** A port that nobody uses now; who takes it may still be too late, and asks for another. */
  static int free() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new CommandFailed(
              ExitCode.CONFLICT, "no port is free on this machine", "end what holds so many")
          .because(e);
    }
  }

  /** The port that the user chose, or a free one for 0. */
  static int chosen(int port, String option) {
    if (port == 0) {
      return free();
    }
    if (port < 1 || port > LARGEST) {
      throw new CommandFailed(
          ExitCode.USAGE,
          port + " is no port",
          option,
          "1 to " + LARGEST + ", or 0 for a free one",
          "choose another");
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return port;
    } catch (IOException e) {
      throw new CommandFailed(
              ExitCode.CONFLICT,
              "port " + port + " is in use",
              option,
              "",
              "end the process that has it, or leave " + option + " out for a free port")
          .because(e);
    }
  }
}
