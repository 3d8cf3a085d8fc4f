package io.gridbourse.worker.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The Unix modes in a zip archive's central directory, which the Java platform does not show: they
 * tell links and devices from files, and programs from data.
 */
final class ZipIndex {
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int ENTRY_SIGNATURE = 0x02014b50;
  private static final int END_BYTES = 22;
  private static final int ENTRY_BYTES = 46;
  private static final int COMMENT_MAX = 65_535;
  private static final int MADE_BY_UNIX = 3;
  private static final int ZIP64 = 0xFFFF;
  private static final int DIRECTORY_BYTES_MAX = 8 << 20;

  private ZipIndex() {}

  /**
   * The mode of every entry by its name; 0 where the archive says nothing.
   *
   * @throws BundleException if it is no zip archive, too large a one, or names an entry twice
   */
  static Map<String, Integer> modes(Path zip, int entriesMax) throws IOException, BundleException {
    try (FileChannel channel = FileChannel.open(zip, StandardOpenOption.READ)) {
      ByteBuffer end = end(channel);
      int count = end.getShort(10) & 0xFFFF;
      long size = end.getInt(12) & 0xFFFFFFFFL;
      long offset = end.getInt(16) & 0xFFFFFFFFL;
      if (count > entriesMax || count == ZIP64 || size > DIRECTORY_BYTES_MAX) {
        throw new BundleException("it has more than " + entriesMax + " entries");
      }
      ByteBuffer directory = read(channel, offset, (int) size);
      Map<String, Integer> modes = new LinkedHashMap<>();
      for (int i = 0; i < count; i++) {
        entry(directory, modes);
      }
      return modes;
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new BundleException("its directory is damaged");
    }
  }

  private static void entry(ByteBuffer directory, Map<String, Integer> modes)
      throws BundleException {
    int at = directory.position();
    if (directory.getInt(at) != ENTRY_SIGNATURE) {
      throw new BundleException("its directory is damaged");
    }
    int madeBy = directory.get(at + 5);
    int nameLength = directory.getShort(at + 28) & 0xFFFF;
    int rest = (directory.getShort(at + 30) & 0xFFFF) + (directory.getShort(at + 32) & 0xFFFF);
    int attributes = directory.getInt(at + 38);
    byte[] name = new byte[nameLength];
    directory.position(at + ENTRY_BYTES);
    directory.get(name);
    directory.position(directory.position() + rest);
    int mode = madeBy == MADE_BY_UNIX ? attributes >>> 16 : 0;
    String text = new String(name, StandardCharsets.UTF_8);
    if (modes.put(text, mode) != null) {
      throw new BundleException("it has two entries " + text);
    }
  }

  private static ByteBuffer end(FileChannel channel) throws IOException, BundleException {
    long size = channel.size();
    int length = (int) Math.min(size, END_BYTES + COMMENT_MAX);
    ByteBuffer tail = read(channel, size - length, length);
    for (int at = length - END_BYTES; at >= 0; at--) {
      if (tail.getInt(at) == END_SIGNATURE) {
        tail.position(at);
        return tail.slice().order(ByteOrder.LITTLE_ENDIAN);
      }
    }
    throw new BundleException("it is no zip archive");
  }

  private static ByteBuffer read(FileChannel channel, long offset, int length)
      throws IOException, BundleException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, offset + buffer.position());
      if (count < 0) {
        throw new BundleException("it is cut short");
      }
    }
    return buffer.flip().order(ByteOrder.LITTLE_ENDIAN);
  }
}
