package io.gridbourse.worker.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * System calls that a sandboxed program tries in vain, one by one.
 *
 * @param name for people
 */
public record ForbiddenCall(String name, int number, List<Long> arguments) {
  private static final long CLONE_NEWUSER = 0x10000000L;
  private static final long AF_INET = 2;
  private static final long AF_NETLINK = 16;
  private static final long AF_PACKET = 17;
  private static final long RAW = 3;
  private static final long SIGCHLD = 17;

  public ForbiddenCall {
    arguments = List.copyOf(arguments);
  }

  /** Those of a machine, with arguments that the kernel would otherwise take. */
  public static List<ForbiddenCall> on(String osArch) {
    boolean arm = osArch.toLowerCase(Locale.ROOT).matches("aarch64|arm64");
    List<ForbiddenCall> calls = new ArrayList<>();
    calls.add(of("ptrace", arm ? 117 : 101, 0L));
    calls.add(of("unshare-user", arm ? 97 : 272, CLONE_NEWUSER));
    calls.add(of("clone-user", arm ? 220 : 56, CLONE_NEWUSER | SIGCHLD, 0L));
    calls.add(of("keyctl", arm ? 219 : 250, 0L, -3L, 1L));
    calls.add(of("perf", arm ? 241 : 298));
    calls.add(of("bpf", arm ? 280 : 321));
    calls.add(of("userfaultfd", arm ? 282 : 323, 1L));
    calls.add(of("io-uring", 425, 1L, 0L));
    calls.add(of("mount", arm ? 40 : 165));
    calls.add(of("umount", arm ? 39 : 166));
    calls.add(of("chroot", arm ? 51 : 161));
    calls.add(of("setns", arm ? 268 : 308));
    calls.add(of("kexec", arm ? 104 : 246));
    calls.add(of("personality", arm ? 92 : 135, 0xFFFFFFFFL));
    calls.add(of("socket-inet", arm ? 198 : 41, AF_INET, 1L, 0L));
    calls.add(of("socket-netlink", arm ? 198 : 41, AF_NETLINK, RAW, 0L));
    calls.add(of("socket-packet", arm ? 198 : 41, AF_PACKET, RAW, 0L));
    calls.add(of("setuid-root", arm ? 146 : 105, 0L));
    return calls;
  }

  /** The program that tries it. */
  public byte[] program(String osArch) {
    return SyscallProgram.elf(
        osArch, number, arguments.stream().mapToLong(Long::longValue).toArray());
  }

  private static ForbiddenCall of(String name, int number, Long... arguments) {
    return new ForbiddenCall(name, number, List.of(arguments));
  }
}
