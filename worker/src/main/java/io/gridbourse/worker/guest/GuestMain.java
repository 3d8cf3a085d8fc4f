package io.gridbourse.worker.guest;

import io.gridbourse.worker.frame.FrameWriter;
import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Entry point of the child. Frames come on standard input and leave on standard output; the child
 * ends at once when its input closes, so that it never outlives the agent.
 */
public final class GuestMain {
  private GuestMain() {}

  /** Serves frames until standard input closes. */
  public static void main(String[] args) throws IOException {
    InputStream in = new FileInputStream(FileDescriptor.in);
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    System.setIn(new ByteArrayInputStream(new byte[0]));
    System.setOut(System.err);
    try {
      new Guest(new FrameWriter(out)).serve(in);
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }
}
