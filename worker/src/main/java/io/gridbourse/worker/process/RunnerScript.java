package io.gridbourse.worker.process;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.TaskEnvironment;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.outcome.OutputFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The shell program inside a sandbox that runs the tasks of a lease one after the other. It reads a
 * line for each task and answers with a line {@code R index exit-code stdout-bytes stderr-bytes},
 * the bytes, and a line for each declared output, with its bytes. Before it reads results it kills
 * every other process in the sandbox, so nothing changes them meanwhile.
 */
public final class RunnerScript {
  static final String APP = "/app";
  static final String INPUTS = "/inputs";
  static final String SAVED = "/saved";
  static final String PACKING = "/packing";

  /** Where the runner finds the filter of a sandbox that it makes for each task. */
  public static final String FILTER = "/filter";

  /** The working directory of a task. */
  public static final String WORK = "/work";

  /** Who holds a task back. */
  public enum Holding {
    /** The sandbox of the runner. */
    WITH_RUNNER,
    /** Another one inside, by bubblewrap, that the task's command line makes. */
    ALONE
  }

  private static final String TEMPLATE =
      """
      NL='
      '
      run() {
        index=$1; shift
        cd /
        rm -rf /work/* /work/.[!.]* /work/..?* /tmp/* /tmp/.[!.]* /tmp/..?* /out/* /err/* 2>/dev/null
        cd /work
        if [ -d /inputs ]; then cp -R /inputs/. /work/ && chmod -R u+w /work; fi
        @FOLDERS@
        @RESTORE@
        env -i PATH=/usr/local/bin:/usr/bin:/bin HOME=/work TMPDIR=/tmp LANG=C.UTF-8 \\
          GRIDBOURSE_TASK_INDEX="$index" GRIDBOURSE_BAG_ID=@BAG@ SLURM_ARRAY_TASK_ID="$index" \\
          @VARIABLE@ @PRLIMIT@ @LIMITS@ "$@" </dev/null >/out/stdout 2>/err/stderr 3<&- @FILTER@@WAIT@
        code=$?
        @HOLD@
        kill -9 -1 2>/dev/null
        wait
        @LAST@
        size=$(wc -c </out/stdout)
        [ "$size" -gt @MAX@ ] && sent=0 || sent=$size
        tail -c 2000 /err/stderr >/err/tail 2>/dev/null || : >/err/tail
        echo "R $index $code $size $sent $(wc -c </err/tail)"
        head -c "$sent" /out/stdout
        cat /err/tail
        cd /work
        @COLLECT@
      }
      collect() {
        if [ "$(realpath -- "$1" 2>/dev/null)" != "/work/$1" ] || [ ! -f "$1" ]; then
          echo M; return
        fi
        size=$(wc -c <"$1")
        if [ "$size" -gt @MAX@ ]; then echo X; return; fi
        echo "F $size"
        head -c "$size" "$1"
      }
      folder() {
        if [ "$(realpath -- "$1" 2>/dev/null)" != "/work/$1" ] || [ ! -d "$1" ]; then
          echo "D 0"; return
        fi
        cd "/work/$1"
        rm -f /out/stdout
        if [ -n "$(find . -name '*[![:print:]]*' | head -c 1)" ]; then echo N; return; fi
        find . -type f | sort >/out/list
        count=$(wc -l </out/list)
        if [ "$count" -gt @FILES@ ]; then echo T; return; fi
        echo "D $count"
        while IFS= read -r file; do
          size=$(wc -c <"$file")
          if [ "$size" -gt @MAX@ ]; then size=@MAX@; fi
          printf '%s %s\n' "$size" "${#file}"
          printf '%s' "$file"
          head -c "$size" "$file"
        done </out/list
      }
      @CHECKPOINTS@
      exec 3<&0
      echo ready
      while IFS= read -r line <&3; do eval "$line"; done
      """;

  /**
   * While a task runs, another shell listens: on {@code save} it packs what the task saved and
   * sends it, a line {@code C size} and the bytes; on {@code stop} it asks the task to end, and
   * kills it after a time. What a stopped task left is sent, as {@code S size}, when it is gone.
   * Who packs or ends holds a folder that only one can make, so that no packet is cut off. Words
   * that come when no task runs any more do nothing.
   */
  private static final String CHECKPOINTS =
      """
      save() { :; }
      stop() { :; }
      @MAIN@
      hold() {
        until mkdir /err/busy 2>/dev/null; do sleep 0.02; done
      }
      pack() {
        size=0
        rm -f /packing/pack
        if [ -e /work/@PATH@ ] && tar -C /work -cf /packing/pack -- @PATH@ 2>/dev/null; then
          size=$(wc -c </packing/pack)
          if [ "$size" -gt @SAVEDMAX@ ]; then size=0; fi
        fi
        echo "$1 $size"
        if [ "$size" -gt 0 ]; then head -c "$size" /packing/pack; fi
      }
      listen() {
        while IFS= read -r word; do
          case "$word" in
            save) hold; pack C; rmdir /err/busy ;;
            stop*)
              : >/err/stopped
              kill -TERM "$(main "$1")" 2>/dev/null
              sleep "${word#stop }"
              kill -9 "$1" 2>/dev/null ;;
          esac
        done
      }
      """;

  private static final String RESTORE =
      """
      if [ -f "/saved/$index" ]; then
            tar -C /work --no-same-owner -xf "/saved/$index" 2>/dev/null || rm -rf /work/@PATH@
          fi""";

  private static final String WAIT =
      """
      &
        task=$!
        listen "$task" <&3 &
        wait $task""";

  private static final String ITSELF =
      """
      main() { echo "$1"; }""";

  /** Of a sandbox of its own the task is the second process, a child of the one that reaps. */
  private static final String GRANDCHILD =
      """
      main() {
        read -r first rest <"/proc/$1/task/$1/children"
        read -r second rest <"/proc/$first/task/$first/children"
        echo "${second:-$1}"
      }""";

  private RunnerScript() {}

  /** The script for a program. */
  public static String of(BagId bag, WorkerWire.Program program, Path prlimit, Holding holding) {
    long cpuSeconds = program.walltimeMillis() / 1_000 + 2;
    String limits =
        String.join(
            " ",
            "--as=" + program.memoryBytes(),
            "--cpu=" + cpuSeconds + ":" + (cpuSeconds + 2),
            "--fsize=" + Math.max(program.diskBytes(), program.outputBytesMax() + 1),
            "--nproc=" + Runner.PROCESSES_MAX,
            "--nofile=256");
    String collect =
        program.outputs().stream()
            .map(name -> (TaskEnvironment.isFolder(name) ? "folder " : "collect ") + path(name))
            .collect(Collectors.joining("\n  "));
    String folders =
        program.outputs().stream()
            .filter(TaskEnvironment::isFolder)
            .map(name -> "mkdir -p " + path(name))
            .collect(Collectors.joining("\n  "));
    boolean alone = holding == Holding.ALONE;
    return withCheckpoints(program)
        .replace("@MAIN@", alone ? GRANDCHILD : ITSELF)
        .replace("@FILTER@", alone ? "9<" + FILTER + " " : "")
        .replace("@BAG@", quoted(bag.text()))
        .replace("@PRLIMIT@", quoted(prlimit.toString()))
        .replace("@LIMITS@", limits)
        .replace("@FOLDERS@", folders.isEmpty() ? ":" : folders)
        .replace("@FILES@", Integer.toString(OutputFolder.FILES_MAX))
        .replace("@MAX@", Long.toString(program.outputBytesMax()))
        .replace("@COLLECT@", collect.isEmpty() ? ":" : collect);
  }

  private static String withCheckpoints(WorkerWire.Program program) {
    boolean saves = program.checkpoint() != null;
    String path = saves ? path(program.checkpoint().path()) : "";
    return TEMPLATE
        .replace("@CHECKPOINTS@", saves ? CHECKPOINTS : ":")
        .replace("@RESTORE@", saves ? RESTORE : ":")
        .replace("@VARIABLE@", saves ? "GRIDBOURSE_CHECKPOINT=/work/@PATH@" : "")
        .replace("@WAIT@", saves ? WAIT : "")
        .replace("@HOLD@", saves ? "hold" : ":")
        .replace("@LAST@", saves ? "if [ -e /err/stopped ]; then pack S; fi" : ":")
        .replace("@SAVEDMAX@", Integer.toString(CheckpointTalk.BYTES_MAX))
        .replace("@PATH@", path);
  }

  private static String path(String output) {
    return quoted(Path.of(output).normalize().toString());
  }

  /** The line that starts a task. */
  static String task(long index, List<String> command) {
    return "run "
        + index
        + " "
        + command.stream().map(RunnerScript::quoted).collect(Collectors.joining(" "))
        + "\n";
  }

  /** One word of the shell; line ends are spelt out, because a task is one line. */
  static String quoted(String word) {
    return "'" + word.replace("'", "'\\''").replace("\n", "'\"$NL\"'") + "'";
  }
}
