package io.gridbourse.worker.sandbox;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The system calls that a sandboxed program is refused, by architecture. The numbers are the
 * kernel's; those from 424 on are the same everywhere.
 */
final class Syscalls {
  static final Syscalls X86_64 =
      new Syscalls(
          0xC000003E,
          List.of(
              // ptrace, process_vm_readv, process_vm_writev, kcmp, pidfd_getfd, process_madvise
              101,
              310,
              311,
              312,
              438,
              440,
              448,
              // mount, umount2, pivot_root, chroot, open_tree .. fspick, mount_setattr
              165,
              166,
              155,
              161,
              428,
              429,
              430,
              431,
              432,
              433,
              442,
              // unshare, setns
              272,
              308,
              // add_key, request_key, keyctl
              248,
              249,
              250,
              // bpf, perf_event_open, userfaultfd, memfd_secret
              321,
              298,
              323,
              447,
              // io_uring_setup, io_uring_enter, io_uring_register
              425,
              426,
              427,
              // kexec_load, kexec_file_load, init_module, finit_module, delete_module, reboot
              246,
              320,
              175,
              313,
              176,
              169,
              // name_to_handle_at, open_by_handle_at, fanotify_init, fanotify_mark
              303,
              304,
              300,
              301,
              // swapon, swapoff, acct, quotactl, quotactl_fd, syslog, vhangup, lookup_dcookie
              167,
              168,
              163,
              179,
              443,
              103,
              153,
              212,
              // sethostname, setdomainname, settimeofday, clock_settime, adjtimex, clock_adjtime
              170,
              171,
              164,
              227,
              159,
              305,
              // personality, migrate_pages, move_pages, iopl, ioperm, modify_ldt
              135,
              256,
              279,
              172,
              173,
              154),
          new Checked(41, 53, 56, 16));

  static final Syscalls AARCH64 =
      new Syscalls(
          0xC00000B7,
          List.of(
              117, 270, 271, 272, 438, 440, 448, 40, 39, 41, 51, 428, 429, 430, 431, 432, 433, 442,
              97, 268, 217, 218, 219, 280, 241, 282, 447, 425, 426, 427, 104, 294, 105, 273, 106,
              142, 264, 265, 262, 263, 224, 225, 89, 60, 443, 116, 58, 18, 161, 162, 170, 112, 171,
              266, 92, 238, 239),
          new Checked(198, 199, 220, 29));

  private final int auditArch;
  private final List<Integer> denied;
  private final Checked checked;

  private Syscalls(int auditArch, List<Integer> denied, Checked checked) {
    this.auditArch = auditArch;
    this.denied = denied;
    this.checked = checked;
  }

  /** Calls that are allowed or not by an argument. */
  record Checked(int socket, int socketpair, int cloneCall, int ioctl) {}

  /** AUDIT_ARCH_... of the kernel. */
  int auditArch() {
    return auditArch;
  }

  List<Integer> denied() {
    return denied;
  }

  Checked checked() {
    return checked;
  }

  /** Those of an architecture, by Java's name of it; empty if it is unknown here. */
  static Optional<Syscalls> of(String osArch) {
    return switch (osArch.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> Optional.of(X86_64);
      case "aarch64", "arm64" -> Optional.of(AARCH64);
      default -> Optional.empty();
    };
  }
}
