package io.gridbourse.domain.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The worker protocol, version 1. JSON over HTTP; byte strings are base64 unless they say hex;
 * amounts of money are decimal strings in nRLC; times are epoch milliseconds of the server.
 */
public final class WorkerWire {
  private WorkerWire() {}

  /**
   * A worker introduces itself, once.
   *
   * @param token one-time token from {@code POST /api/v1/workers/tokens}
   * @param address the worker's account, hex
   * @param proof personal signature (65 bytes hex) by that account over {@code
   *     gridbourse-enrol:<token>}
   */
  public record Enrolment(
      String token,
      String address,
      String proof,
      String name,
      String software,
      Host host,
      List<Driver> drivers) {}

  /**
   * The machine of a worker.
   *
   * @param processor vendor and family of its processors as {@code vendor/family}; null or {@code
   *     unknown} if it cannot tell
   */
  public record Host(
      String os, String arch, int cpus, long memoryBytes, @Nullable String processor) {
    /** A machine whose processor is unknown. */
    public Host(String os, String arch, int cpus, long memoryBytes) {
      this(os, arch, cpus, memoryBytes, null);
    }
  }

  /**
   * A way to run tasks and what it really isolates.
   *
   * @param name {@code wasm} or {@code process}
   * @param enabled false if a probe got through its sandbox
   * @param isolation 0 none, 1 process limits, 2 sandboxed without network, 3 memory-safe and
   *     sandboxed
   * @param notes what was probed and what is missing, for people
   */
  public record Driver(String name, boolean enabled, int isolation, List<String> notes) {}

  /** The server's answer to an enrolment. */
  public record Enrolled(
      String worker,
      String pool,
      long chainId,
      String hub,
      String domainSeparator,
      String stakePerTaskHint,
      long serverTime,
      long heartbeatMillis,
      long bodyBytesMax) {}

  /**
   * One round of the long poll: results, heartbeat and wish in one request. Everything in it is
   * idempotent: what got no answer is sent again.
   *
   * @param draining true when the worker takes no more leases
   * @param wishTasks how many leases it can start now; 0 asks for nothing
   * @param holding ids of the leases it works on or keeps sealed
   * @param waitMillis how long the server may hold the request, 0 to 25,000
   * @param host how the machine is; null if the worker says nothing of it
   */
  public record Exchange(
      boolean draining,
      int wishTasks,
      List<String> drivers,
      List<String> holding,
      List<Commit> commits,
      List<Reveal> reveals,
      List<Return> returns,
      long waitMillis,
      @Nullable HostState host) {
    /** A round that says nothing of the machine. */
    public Exchange(
        boolean draining,
        int wishTasks,
        List<String> drivers,
        List<String> holding,
        List<Commit> commits,
        List<Reveal> reveals,
        List<Return> returns,
        long waitMillis) {
      this(draining, wishTasks, drivers, holding, commits, reveals, returns, waitMillis, null);
    }
  }

  /**
   * How a worker's machine is.
   *
   * @param paused why it takes no work now, for people, at most 500 characters; null if it does
   * @param benchmark what it measured when it started, sent until the server has it; else null
   * @param energy where figures of energy come from: METERED, DECLARED or UNKNOWN
   * @param declaration fingerprint of what it declared last; null if it has declared nothing
   * @param free counted things that are free; null if it has none
   * @param contents what changed in its cache; null if nothing did since the server noted it
   * @param budgetWattHours that its owner lets tasks use in a day; null if there is no such limit
   */
  public record HostState(
      @Nullable String paused,
      @Nullable Benchmark benchmark,
      @Nullable String energy,
      @Nullable String declaration,
      @Nullable FreeUnits free,
      @Nullable CacheNews contents,
      @Nullable Double budgetWattHours) {
    /** The state of a machine whose worker declares nothing and has no news of its cache. */
    public HostState(
        @Nullable String paused, @Nullable Benchmark benchmark, @Nullable String energy) {
      this(paused, benchmark, energy, null, null, null, null);
    }
  }

  /**
   * What a worker's owner says of it, sent at each start to {@code POST /worker/v1/declaration}; it
   * takes the place of what was said before.
   *
   * @param labels words that bags may ask for, by name
   * @param accept which bags it takes, an expression over what a bag asks; empty takes all
   * @param gpus that it has
   * @param resources other counted things that it has, by name
   */
  public record Declaration(
      Map<String, String> labels, String accept, int gpus, Map<String, Integer> resources) {}

  /**
   * Counted things of a worker that no task takes now.
   *
   * @param gpus hundredths of each GPU
   * @param resources units by name
   */
  public record FreeUnits(List<Integer> gpus, Map<String, Integer> resources) {}

  /**
   * What each task of a lease takes of counted things while it runs.
   *
   * @param gpuHundredths a share of one GPU below 100, else whole ones
   * @param resources units by name
   */
  public record UnitNeedWire(int gpuHundredths, Map<String, Integer> resources) {}

  /**
   * What a machine measured of itself.
   *
   * @param hostOps operations a second on one processor, in the worker's own process
   * @param guestOps operations a second of a WebAssembly guest; null where that driver is missing
   * @param diskBytes free where the worker keeps its files
   */
  public record Benchmark(
      double hostOps, @Nullable Double guestOps, int cpus, long memoryBytes, long diskBytes) {}

  /**
   * A sealed lease: the worker binds itself to its answers without showing them.
   *
   * @param root Merkle root, hex, over the seals keccak256(worker ‖ task id ‖ digest) of the
   *     lease's tasks in index order
   * @param tasks total contributions of this worker in the partition, this lease included
   * @param accumulator hex; see SignedCommitment
   * @param signature hex, over the commitment's EIP-712 hash
   * @param taskMillis computing time of the lease, all tasks together
   * @param joules energy that the lease used, its share of the machine; null where it is unknown
   */
  public record Commit(
      String lease,
      long fence,
      String root,
      long tasks,
      String accumulator,
      String signature,
      double taskMillis,
      @Nullable Double joules) {
    /** A commit of a lease whose energy is unknown. */
    public Commit(
        String lease,
        long fence,
        String root,
        long tasks,
        String accumulator,
        String signature,
        double taskMillis) {
      this(lease, fence, root, tasks, accumulator, signature, taskMillis, null);
    }
  }

  /**
   * The answers of a lease. For an unsealed lease it comes with its {@code commit} at once; for a
   * sealed one after the server asked.
   *
   * @param digests 32 bytes a task in index order: SHA-256 of the task's outcome
   * @param results the outcomes, packed: for each task in index order an unsigned LEB128 length and
   *     that many bytes; empty if all outcomes are empty
   * @param failures tasks whose program failed; all others succeeded
   */
  // Megabytes of digests cross here: arrays are never compared and are copied by nobody.
  @SuppressWarnings("ArrayRecordComponent")
  public record Reveal(
      String lease, long fence, byte[] digests, byte[] results, List<Failure> failures) {}

  /**
   * A program that failed by itself (so an honest worker elsewhere sees the same).
   *
   * @param kind EXIT, TRAP, MEMORY, TIME or OUTPUT
   * @param message last words of the program, at most 2,000 characters
   */
  public record Failure(long index, String kind, int exitCode, String message) {}

  /**
   * A lease handed back undone, whole.
   *
   * @param reason DRAINING (the worker leaves), RETREAT (the machine's owner wants it back), BUSY
   *     (counted things that it takes are not free), DRIVER (the sandbox broke), INPUT (content
   *     could not be fetched) or RESOURCES
   */
  public record Return(String lease, long fence, String reason, String message) {}

  /**
   * The server's side of a round.
   *
   * @param settled leases whose commit or reveal is stored for good: the worker may forget what it
   *     sent (a sealed lease stays until its reveal is settled or it is cancelled)
   * @param refused leases whose commit, reveal or return was refused, with the reason's code
   * @param reveal leases to reveal now
   * @param cancel leases to drop
   * @param drain true asks the worker to finish and leave
   * @param retreat leases to hand back soon, so that other tasks can run: they have the time of a
   *     retreat to save what they have done; null if there are none
   * @param contents number of the state of the worker's cache that the server goes by, 0 if it
   *     knows nothing; null if it does not want to know
   */
  public record Orders(
      List<Grant> leases,
      List<String> settled,
      Map<String, String> refused,
      List<String> reveal,
      List<String> cancel,
      boolean drain,
      long serverTime,
      @Nullable List<String> retreat,
      @Nullable Long contents) {
    /** Orders that leave the worker what it runs, and do not ask what it has. */
    public Orders(
        List<Grant> leases,
        List<String> settled,
        Map<String, String> refused,
        List<String> reveal,
        List<String> cancel,
        boolean drain,
        long serverTime) {
      this(leases, settled, refused, reveal, cancel, drain, serverTime, null, null);
    }

    /** The same orders, and leases to hand back soon. */
    public Orders retreating(List<String> ids) {
      @Nullable List<String> back = ids.isEmpty() ? null : ids;
      return new Orders(
          leases, settled, refused, reveal, cancel, drain, serverTime, back, contents);
    }

    /** The same of a server that goes by this state of the worker's cache. */
    public Orders goingBy(long known) {
      return new Orders(
          leases, settled, refused, reveal, cancel, drain, serverTime, retreat, known);
    }
  }

  /**
   * A lease: tasks [first, first + count) of a partition, all run by the same program.
   *
   * @param fence fencing token; every message about the lease repeats it
   * @param sealed true: send a commit, wait to be asked, then reveal; false: send both at once
   * @param expires after this the tasks may be given to others
   * @param tasksBefore contributions of this worker in this partition that the server has stored
   * @param accumulatorBefore the accumulator that goes with them, hex
   * @param saved checkpoints from which tasks of the lease may go on; null if there is none
   * @param units what each of its tasks takes of counted things; null if nothing
   */
  public record Grant(
      String lease,
      long fence,
      String bag,
      String deal,
      int partition,
      long first,
      int count,
      boolean sealed,
      long expires,
      long tasksBefore,
      String accumulatorBefore,
      Program program,
      @Nullable List<Saved> saved,
      @Nullable UnitNeedWire units) {
    /** A lease whose tasks take nothing that is counted and begin from their start. */
    public Grant(
        String lease,
        long fence,
        String bag,
        String deal,
        int partition,
        long first,
        int count,
        boolean sealed,
        long expires,
        long tasksBefore,
        String accumulatorBefore,
        Program program) {
      this(
          lease,
          fence,
          bag,
          deal,
          partition,
          first,
          count,
          sealed,
          expires,
          tasksBefore,
          accumulatorBefore,
          program,
          null,
          null);
    }

    /** The same lease with checkpoints. */
    public Grant with(List<Saved> checkpoints) {
      return new Grant(
          lease,
          fence,
          bag,
          deal,
          partition,
          first,
          count,
          sealed,
          expires,
          tasksBefore,
          accumulatorBefore,
          program,
          checkpoints,
          units);
    }

    /** The same lease whose tasks take counted things. */
    public Grant taking(@Nullable UnitNeedWire needed) {
      return new Grant(
          lease,
          fence,
          bag,
          deal,
          partition,
          first,
          count,
          sealed,
          expires,
          tasksBefore,
          accumulatorBefore,
          program,
          saved,
          needed);
    }
  }

  /**
   * What to run; a worker keeps it by its {@code id}, and it is the same for all leases of a bag.
   *
   * @param app {@code sha256:...} of a wasm module or of a bundle (zip)
   * @param entry for a bundle: the file to run
   * @param command template; argv[0] included
   * @param outputs files that make the outcome, or a folder with a slash at its end, all of whose
   *     files do; empty means standard output
   * @param iexec what applications of iExec find in their environment; null for other programs
   * @param callback whether a contract is called back with the outcome, which is then named by its
   *     Keccak-256 and not by its SHA-256
   * @param checkpoint what its tasks save while they run; null if they save nothing
   */
  public record Program(
      String id,
      String driver,
      String app,
      @Nullable String entry,
      List<String> command,
      List<AxisWire> axes,
      List<InputWire> inputs,
      List<String> outputs,
      long memoryBytes,
      long diskBytes,
      long walltimeMillis,
      long outputBytesMax,
      @Nullable IexecWire iexec,
      boolean callback,
      @Nullable CheckpointWire checkpoint) {
    /** A program that saves nothing while it runs. */
    public Program(
        String id,
        String driver,
        String app,
        @Nullable String entry,
        List<String> command,
        List<AxisWire> axes,
        List<InputWire> inputs,
        List<String> outputs,
        long memoryBytes,
        long diskBytes,
        long walltimeMillis,
        long outputBytesMax,
        @Nullable IexecWire iexec,
        boolean callback) {
      this(
          id,
          driver,
          app,
          entry,
          command,
          axes,
          inputs,
          outputs,
          memoryBytes,
          diskBytes,
          walltimeMillis,
          outputBytesMax,
          iexec,
          callback,
          null);
    }

    /** A program that knows nothing of iExec, nor of callbacks. */
    public Program(
        String id,
        String driver,
        String app,
        @Nullable String entry,
        List<String> command,
        List<AxisWire> axes,
        List<InputWire> inputs,
        List<String> outputs,
        long memoryBytes,
        long diskBytes,
        long walltimeMillis,
        long outputBytesMax) {
      this(
          id,
          driver,
          app,
          entry,
          command,
          axes,
          inputs,
          outputs,
          memoryBytes,
          diskBytes,
          walltimeMillis,
          outputBytesMax,
          null,
          false);
    }
  }

  /**
   * What a task saves while it runs, so that another attempt can go on from there.
   *
   * @param path file or folder in the working directory
   * @param everyMillis how often it is fetched
   */
  public record CheckpointWire(String path, long everyMillis) {}

  /**
   * A checkpoint from which a task may go on, fetched from {@code
   * /worker/v1/checkpoints/sha256:...}.
   *
   * @param task index in the bag
   */
  public record Saved(long task, String content) {}

  /** One axis of the sweep: either {@code values}, or first, last and step of a range. */
  public record AxisWire(
      String name, @Nullable List<String> values, long first, long last, long step) {}

  /** A file for the working directory, fetched from {@code /worker/v1/content/sha256:...}. */
  public record InputWire(String path, String content) {}
}
