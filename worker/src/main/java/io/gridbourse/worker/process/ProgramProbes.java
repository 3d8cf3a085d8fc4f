package io.gridbourse.worker.process;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.driver.Bait;
import io.gridbourse.worker.driver.Cancellation;
import io.gridbourse.worker.driver.Driver;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.LeaseWork;
import io.gridbourse.worker.driver.ProbeReport;
import io.gridbourse.worker.outcome.Answers;
import io.gridbourse.worker.outcome.FailureKind;
import io.gridbourse.worker.outcome.Leb128;
import io.gridbourse.worker.outcome.TaskFailure;
import io.gridbourse.worker.outcome.TaskOutcome;
import io.gridbourse.worker.sandbox.ForbiddenCall;
import io.gridbourse.worker.sandbox.Sandbox;
import io.gridbourse.worker.sandbox.SyscallProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Attacks a driver of native programs with a program of its own, run like any other. */
public final class ProgramProbes {
  /** The file of the attack that is run. */
  public static final String SCRIPT_NAME = "probe.sh";

  private static final BagId BAG = new BagId("b-0000000000000000");
  private static final long MEMORY_BYTES = 256 << 20;
  private static final long DISK_BYTES = 4 << 20;
  private static final long OUTPUT_BYTES = 64 << 10;
  private static final long WALLTIME_MILLIS = 15_000;
  private static final long SHORT_MILLIS = 300;

  /** Each prints the word breach if it gets what it wants, and works if all is as it should be. */
  private static final String SCRIPT =
      """
      #!/bin/sh
      secret=$2 forbidden=$3 port=$4
      got() { echo "breach: $1"; }
      case $1 in
        works) [ "$(printf 'a b' | wc -w)" -eq 2 ] && echo works >note && cat note ;;
        files)
          cat "$secret" >/dev/null 2>&1 && got 'reads a secret file of the host'
          cat /etc/shadow /root/.ssh/id_rsa >/dev/null 2>&1 && got 'reads secrets of the host'
          (: >"$forbidden") 2>/dev/null && got 'writes into a folder of the host'
          for folder in / /usr/bin /etc /app /dev /dev/shm /proc/sys/kernel; do
            (: >"$folder/gridbourse-probe") 2>/dev/null && got "writes into $folder"
          done
          (echo 0 >/proc/sys/kernel/randomize_va_space) 2>/dev/null && got 'changes the kernel'
          mknod /work/device b 8 0 2>/dev/null && got 'makes a device'
          for device in /dev/*; do [ -b "$device" ] && got "sees the device $device"; done
          ;;
        identity)
          [ "$(id -u)" -ne 0 ] || got 'runs as uid 0'
          grep -q '^CapEff:[[:space:]]*0*$' /proc/self/status || got 'has capabilities'
          grep -q '^NoNewPrivs:[[:space:]]*1$' /proc/self/status || got 'may gain privileges'
          grep -q '^Seccomp:[[:space:]]*2$' /proc/self/status || got 'has no filter of system calls'
          [ "$(ls /proc | grep -c '^[0-9]*$')" -le 8 ] || got 'sees processes of the host'
          ;;
        network)
          [ "$(grep -c : /proc/net/dev)" -le 1 ] || got 'has a network interface'
          if [ -x /usr/bin/bash ]; then
            /usr/bin/bash -c "exec 3<>/dev/tcp/127.0.0.1/$port" 2>/dev/null &&
              got 'reaches a listener of the host'
          fi ;;
        calls)
          for call in /app/call-*; do
            "$call" >/dev/null 2>&1 && got "makes the system call ${call#/app/call-}"
          done ;;
        forks)
          i=0
          while [ $i -lt 400 ]; do sleep 5 & i=$((i + 1)); done 2>/dev/null
          got 'starts processes without end' ;;
        memory) dd if=/dev/zero of=/dev/null bs=1G count=1 2>/dev/null && got 'takes any memory' ;;
        disk) dd if=/dev/zero of=big bs=1M count=64 2>/dev/null && got 'takes any disk' ;;
        endless) while :; do :; done ;;
        flood) yes ;;
        link) ln -s /etc/passwd result ;;
      esac
      exit 0
      """;

  /** Packs the files of the attack as the driver wants programs. */
  public interface Packing {
    /** The archive of these files; {@code probe.sh} is the one to run, all lie in /app. */
    Packed pack(Map<String, byte[]> files) throws IOException, InterruptedException;
  }

  /**
   * A program as the driver wants it.
   *
   * @param entry as an app of that driver names it
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Packed(byte[] archive, String entry) {}

  private final Driver driver;
  private final Sandbox sandbox;
  private final Packing packing;
  private final List<String> breaches = new ArrayList<>();
  private String entry = "";

  /** Probes of a driver whose tasks run in these sandboxes. */
  public ProgramProbes(Driver driver, Sandbox sandbox, Packing packing) {
    this.driver = driver;
    this.sandbox = sandbox;
    this.packing = packing;
  }

  /** Attacks. */
  public ProbeReport probe(Bait bait) throws InterruptedException {
    List<String> notes = new ArrayList<>();
    try {
      Path program = Files.createTempFile(bait.secret().getParent(), "probe-", ".program");
      try {
        Packed packed = packing.pack(files());
        entry = packed.entry();
        Files.write(program, packed.archive());
        attack(program, bait);
      } finally {
        Files.delete(program);
      }
      if (Files.exists(bait.forbidden())) {
        breaches.add("a task writes into a folder of the host");
      }
      notes.add(
          "held: files, identity, network, system calls, processes, memory, disk, endless loop,"
              + " flood of output, links");
      sandbox.dropTo().ifPresent(uid -> notes.add("tasks run as uid " + uid));
    } catch (IOException | LeaseNotRunException e) {
      breaches.add("the probes cannot be run: " + e.getMessage());
    }
    return new ProbeReport(driver.name(), breaches, 2, breaches.isEmpty() ? notes : List.of());
  }

  private void attack(Path program, Bait bait)
      throws IOException, LeaseNotRunException, InterruptedException {
    int before = bait.connections().getAsInt();
    List<String> quick =
        List.of("works", "files", "identity", "network", "calls", "forks", "memory", "disk");
    Answers answers = run(program, bait, quick, List.of(), WALLTIME_MILLIS);
    List<byte[]> outcomes = Leb128.unpack(answers.pack(), answers.count());
    for (int i = 0; i < quick.size(); i++) {
      String said = new String(outcomes.get(i), StandardCharsets.UTF_8);
      said.lines()
          .filter(line -> line.startsWith("breach: "))
          .forEach(line -> breaches.add("a task " + line.substring("breach: ".length())));
    }
    if (!new String(outcomes.get(0), StandardCharsets.UTF_8).equals("works\n")) {
      breaches.add("harmless programs do not work: " + answers.failures());
    }
    if (bait.connections().getAsInt() != before) {
      breaches.add("a task reaches a listener of the host");
    }
    expect(
        run(program, bait, List.of("endless"), List.of(), SHORT_MILLIS),
        FailureKind.TIME,
        "an endless loop is not ended");
    expect(
        run(program, bait, List.of("flood"), List.of(), WALLTIME_MILLIS),
        FailureKind.OUTPUT,
        "a task writes more than its limit");
    expect(
        run(program, bait, List.of("link"), List.of("result"), WALLTIME_MILLIS),
        FailureKind.OUTPUT,
        "an output may be a link");
  }

  private void expect(Answers answers, FailureKind kind, String breach) {
    Optional<TaskOutcome.Failed> failed =
        answers.failures().stream().findFirst().map(TaskFailure::failed);
    if (failed.filter(each -> each.kind() == kind).isEmpty()) {
      breaches.add(breach);
    }
  }

  private Answers run(
      Path program, Bait bait, List<String> probes, List<String> outputs, long walltimeMillis)
      throws IOException, LeaseNotRunException, InterruptedException {
    String app = Sha256.of(Files.readAllBytes(program)).toString();
    WorkerWire.Program wire =
        new WorkerWire.Program(
            app,
            driver.name(),
            app,
            entry,
            List.of(
                "probe.sh",
                "{what}",
                bait.secret().toString(),
                bait.forbidden().toString(),
                Integer.toString(bait.port())),
            List.of(new WorkerWire.AxisWire("what", probes, 0, 0, 0)),
            List.of(),
            outputs,
            MEMORY_BYTES,
            DISK_BYTES,
            walltimeMillis,
            OUTPUT_BYTES);
    LeaseWork work = new LeaseWork("probe", BAG, 0, probes.size(), wire, program, Map.of());
    return driver.run(work, new Cancellation(), done -> {}).answers();
  }

  private static Map<String, byte[]> files() {
    String arch = System.getProperty("os.arch");
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(SCRIPT_NAME, SCRIPT.getBytes(StandardCharsets.UTF_8));
    for (ForbiddenCall call : ForbiddenCall.on(arch)) {
      files.put("call-" + call.name(), call.program(arch));
    }
    if (arch.equals("amd64")) {
      files.put("call-of-32-bit", SyscallProgram.oldCall());
    }
    return files;
  }
}
