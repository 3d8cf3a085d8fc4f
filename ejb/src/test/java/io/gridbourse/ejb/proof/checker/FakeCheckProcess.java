package io.gridbourse.ejb.proof.checker;

import io.gridbourse.domain.wire.CheckWire;
import io.gridbourse.domain.wire.CheckWire.Ending;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A process of checkers that does what the first word of each command says. */
final class FakeCheckProcess {
  private FakeCheckProcess() {}

  /** The words that start it. */
  static List<String> words() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx32m",
        "-cp",
        System.getProperty("java.class.path"),
        FakeCheckProcess.class.getName());
  }

  /** Answers until its input ends. */
  public static void main(String[] args) throws IOException, InterruptedException {
    DataInputStream in = new DataInputStream(System.in);
    DataOutputStream out = new DataOutputStream(System.out);
    out.writeInt(CheckWire.READY);
    out.flush();
    while (true) {
      try {
        Optional<CheckWire.Reply> reply = reply((CheckWire.Request) CheckWire.Asked.read(in));
        if (reply.isPresent()) {
          reply.get().write(out);
        } else {
          out.writeInt(-1);
        }
        out.flush();
      } catch (EOFException e) {
        return;
      }
    }
  }

  private static Optional<CheckWire.Reply> reply(CheckWire.Request request)
      throws InterruptedException {
    String word = request.command().get(0);
    switch (word) {
      case "hang" -> Thread.sleep(Long.MAX_VALUE);
      case "die" -> Runtime.getRuntime().halt(7);
      default -> {
        // It answers.
      }
    }
    return word.equals("nonsense")
        ? Optional.empty()
        : Optional.of(new CheckWire.Reply(Ending.valueOf(word), "so said\u0007 the\nmodule"));
  }
}
