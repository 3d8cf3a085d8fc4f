package io.gridbourse.worker.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * A tiny executable that makes one system call and exits with 0 if the kernel let it through, or
 * with the number of the error. Probes need it because a machine may have no compiler, and because
 * a C library may refuse by itself what the kernel would allow.
 */
public final class SyscallProgram {
  private static final long BASE = 0x400000;
  private static final int HEADER_BYTES = 64;
  private static final int SEGMENT_BYTES = 56;
  private static final short MACHINE_X86_64 = 62;
  private static final short MACHINE_AARCH64 = 183;
  private static final int ARGUMENTS = 6;

  private SyscallProgram() {}

  /**
   * The executable for a machine.
   *
   * @param osArch as in the system property {@code os.arch}
   * @param number of the system call there
   * @param arguments up to six
   */
  public static byte[] elf(String osArch, int number, long... arguments) {
    boolean arm = osArch.toLowerCase(Locale.ROOT).matches("aarch64|arm64");
    byte[] code = arm ? aarch64(number, arguments) : x86(number, arguments);
    return wrap(arm ? MACHINE_AARCH64 : MACHINE_X86_64, code);
  }

  /** An executable for x86-64 that calls the kernel by the old 32-bit way: getpid. */
  public static byte[] oldCall() {
    byte[] code = {
      (byte) 0xb8,
      20,
      0,
      0,
      0, // mov eax, 20
      (byte) 0xcd,
      (byte) 0x80, // int 0x80
      (byte) 0xb8,
      60,
      0,
      0,
      0, // mov eax, 60
      0x31,
      (byte) 0xff, // xor edi, edi
      0x0f,
      0x05 // syscall
    };
    return wrap(MACHINE_X86_64, code);
  }

  private static byte[] x86(int number, long... arguments) {
    ByteArrayOutputStream code = new ByteArrayOutputStream();
    // mov r64, imm64 for rdi, rsi, rdx, r10, r8, r9
    byte[][] moves = {
      {0x48, (byte) 0xbf},
      {0x48, (byte) 0xbe},
      {0x48, (byte) 0xba},
      {0x49, (byte) 0xba},
      {0x49, (byte) 0xb8},
      {0x49, (byte) 0xb9}
    };
    for (int i = 0; i < ARGUMENTS; i++) {
      code.writeBytes(moves[i]);
      little(code, i < arguments.length ? arguments[i] : 0, Long.BYTES);
    }
    code.write(0xb8); // mov eax, number
    little(code, number, Integer.BYTES);
    code.writeBytes(
        new byte[] {
          0x0f,
          0x05, // syscall
          0x48,
          (byte) 0x85,
          (byte) 0xc0, // test rax, rax
          0x78,
          0x04, // js to the negation
          0x31,
          (byte) 0xff, // xor edi, edi
          (byte) 0xeb,
          0x04, // jmp to the exit
          (byte) 0xf7,
          (byte) 0xd8, // neg eax
          (byte) 0x89,
          (byte) 0xc7, // mov edi, eax
          (byte) 0xb8,
          60,
          0,
          0,
          0, // mov eax, 60
          0x0f,
          0x05 // syscall
        });
    return code.toByteArray();
  }

  private static byte[] aarch64(int number, long... arguments) {
    byte[] bytes = new byte[(ARGUMENTS * 4 + 8) * Integer.BYTES];
    ByteBuffer code = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < ARGUMENTS; i++) {
      long value = i < arguments.length ? arguments[i] : 0;
      for (int part = 0; part < 4; part++) {
        int half = (int) (value >>> (16 * part)) & 0xFFFF;
        int move = part == 0 ? 0xD2800000 : 0xF2800000; // movz, movk
        code.putInt(move | (part << 21) | (half << 5) | i);
      }
    }
    code.putInt(0xD2800008 | (number << 5)); // movz x8, number
    code.putInt(0xD4000001); // svc 0
    code.putInt(0xB7F80060); // tbnz x0, 63, to the negation
    code.putInt(0xD2800000); // movz x0, 0
    code.putInt(0x14000002); // b to the exit
    code.putInt(0xCB0003E0); // neg x0, x0
    code.putInt(0xD2800BA8); // movz x8, 93
    code.putInt(0xD4000001); // svc 0
    return bytes;
  }

  private static byte[] wrap(short machine, byte[] code) {
    int start = HEADER_BYTES + SEGMENT_BYTES;
    int size = start + code.length;
    byte[] bytes = new byte[size];
    ByteBuffer elf = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
    elf.putShort((short) 2).putShort(machine).putInt(1);
    elf.putLong(BASE + start).putLong(HEADER_BYTES).putLong(0).putInt(0);
    elf.putShort((short) HEADER_BYTES).putShort((short) SEGMENT_BYTES).putShort((short) 1);
    elf.putShort((short) HEADER_BYTES).putShort((short) 0).putShort((short) 0);
    elf.putInt(1).putInt(5); // a segment to load, read and execute
    elf.putLong(0).putLong(BASE).putLong(BASE).putLong(size).putLong(size).putLong(0x1000);
    elf.put(code);
    return bytes;
  }

  private static void little(ByteArrayOutputStream out, long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (value >>> (Byte.SIZE * i)));
    }
  }
}
