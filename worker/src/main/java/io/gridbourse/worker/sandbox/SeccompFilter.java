package io.gridbourse.worker.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The filter of system calls as a classic BPF program for bubblewrap's {@code --seccomp}. Calls of
 * another architecture kill the process; calls newer than those known here do not exist; sockets
 * are those of one host only; threads may be made, namespaces may not.
 */
public final class SeccompFilter {
  private static final int LOAD_WORD = 0x20;
  private static final int JUMP_EQUAL = 0x15;
  private static final int JUMP_GREATER = 0x25;
  private static final int JUMP_GREATER_OR_EQUAL = 0x35;
  private static final int JUMP_ANY_BIT = 0x45;
  private static final int RETURN = 0x06;

  private static final int KILL_PROCESS = 0x80000000;
  private static final int ALLOW = 0x7FFF0000;
  private static final int ERRNO = 0x00050000;
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;
  private static final int EAFNOSUPPORT = 97;

  private static final int OFFSET_NUMBER = 0;
  private static final int OFFSET_ARCH = 4;
  private static final int OFFSET_ARG0 = 16;
  private static final int OFFSET_ARG1 = 24;

  private static final int X32_BIT = 0x40000000;
  private static final int LAST_KNOWN = 448;
  private static final int CLONE3 = 435;
  private static final int AF_UNIX = 1;
  private static final int TIOCSTI = 0x5412;
  private static final int TIOCLINUX = 0x541C;

  /** CLONE_NEW{NS,CGROUP,UTS,IPC,USER,PID,NET}. */
  private static final int NAMESPACES =
      0x00020000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000;

  private static final int INSTRUCTION_BYTES = 8;

  private final List<long[]> instructions = new ArrayList<>();

  private SeccompFilter() {}

  /**
   * The filter for a machine, as bytes.
   *
   * @param osArch as in the system property {@code os.arch}
   * @throws IllegalArgumentException if there is no filter for that architecture
   */
  public static byte[] assemble(String osArch) {
    Syscalls syscalls =
        Syscalls.of(osArch)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no filter of system calls is known for " + osArch));
    SeccompFilter filter = new SeccompFilter();
    filter.head(syscalls);
    for (int number : syscalls.denied()) {
      filter.ifNumber(number, 1).ret(ERRNO | EPERM);
    }
    filter.ifNumber(CLONE3, 1).ret(ERRNO | ENOSYS);
    filter.checked(syscalls.checked());
    filter.ret(ALLOW);
    return filter.bytes();
  }

  private void head(Syscalls syscalls) {
    load(OFFSET_ARCH).jump(JUMP_EQUAL, syscalls.auditArch(), 1, 0).ret(KILL_PROCESS);
    load(OFFSET_NUMBER);
    if (syscalls == Syscalls.X86_64) {
      jump(JUMP_GREATER_OR_EQUAL, X32_BIT, 0, 1).ret(KILL_PROCESS);
    }
    jump(JUMP_GREATER, LAST_KNOWN, 0, 1).ret(ERRNO | ENOSYS);
  }

  private void checked(Syscalls.Checked calls) {
    for (int number : new int[] {calls.socket(), calls.socketpair()}) {
      ifNumber(number, 4).load(OFFSET_ARG0).jump(JUMP_EQUAL, AF_UNIX, 0, 1).ret(ALLOW);
      ret(ERRNO | EAFNOSUPPORT);
    }
    ifNumber(calls.cloneCall(), 4).load(OFFSET_ARG0).jump(JUMP_ANY_BIT, NAMESPACES, 0, 1);
    ret(ERRNO | EPERM).ret(ALLOW);
    ifNumber(calls.ioctl(), 5).load(OFFSET_ARG1).jump(JUMP_EQUAL, TIOCSTI, 1, 0);
    jump(JUMP_EQUAL, TIOCLINUX, 0, 1).ret(ERRNO | EPERM).ret(ALLOW);
  }

  /** Goes on if the call has this number, else skips {@code length} instructions. */
  private SeccompFilter ifNumber(int number, int length) {
    return jump(JUMP_EQUAL, number, 0, length);
  }

  private SeccompFilter load(int offset) {
    instructions.add(new long[] {LOAD_WORD, 0, 0, offset});
    return this;
  }

  private SeccompFilter jump(int code, int value, int ifTrue, int ifFalse) {
    instructions.add(new long[] {code, ifTrue, ifFalse, value});
    return this;
  }

  private SeccompFilter ret(int value) {
    instructions.add(new long[] {RETURN, 0, 0, value});
    return this;
  }

  private byte[] bytes() {
    ByteBuffer buffer =
        ByteBuffer.allocate(instructions.size() * INSTRUCTION_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long[] instruction : instructions) {
      buffer
          .putShort((short) instruction[0])
          .put((byte) instruction[1])
          .put((byte) instruction[2])
          .putInt((int) instruction[3]);
    }
    return buffer.array();
  }
}
