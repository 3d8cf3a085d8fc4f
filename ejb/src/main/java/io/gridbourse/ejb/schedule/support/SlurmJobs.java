package io.gridbourse.ejb.schedule.support;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Workers that are jobs of Slurm: submitted with sbatch, looked at with squeue, ended with scancel.
 * The job's name carries the id of the order, so that a job whose number could not be noted is
 * found again; all else goes by the job's number.
 */
final class SlurmJobs implements Provisioner {
  private static final Pattern JOB = Pattern.compile("[0-9]{1,18}(;[A-Za-z0-9_.-]{1,64})?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private final Tools tools;
  private final Path script;
  private final List<String> options;

  SlurmJobs(Tools tools, Path script, List<String> options) {
    this.tools = tools;
    this.script = script;
    this.options = List.copyOf(options);
  }

  /** What Slurm's commands are called. */
  record Tools(String sbatch, String squeue, String scancel) {
    /** As they are found on the path. */
    static final Tools ON_PATH = new Tools("sbatch", "squeue", "scancel");
  }

  @Override
  public String name() {
    return "slurm";
  }

  @Override
  public int room(List<String> handles) {
    return Integer.MAX_VALUE;
  }

  @Override
  public String start(Order order) {
    List<String> words = new ArrayList<>(List.of(tools.sbatch, "--parsable", "--export=ALL"));
    words.add("--job-name=" + jobName(order.id()));
    words.addAll(options);
    words.add(script.toString());
    String printed =
        Command.run(words, CommandScripts.environment(order)).checked("sbatch").strip();
    if (!JOB.matcher(printed).matches()) {
      throw new ProvisioningFailed("sbatch printed '" + shortened(printed) + "', no job number");
    }
    return number(printed);
  }

  @Override
  public boolean runs(String id, String handle) {
    Command.Ended ended =
        Command.run(
            List.of(tools.squeue, "--noheader", "--format=%T", "--jobs=" + handle), Map.of());
    if (ended.code() != 0) {
      // A job that is long over is not known any more; a controller that is away is another error.
      return !ended.error().contains("Invalid job id");
    }
    return !ended.output().isBlank();
  }

  @Override
  public void stop(String id, String handle) {
    Command.run(List.of(tools.scancel, handle), Map.of()).checked("scancel");
  }

  @Override
  public Optional<String> find(String id) {
    String printed =
        Command.run(
                List.of(tools.squeue, "--noheader", "--format=%A", "--name=" + jobName(id)),
                Map.of())
            .checked("squeue");
    return printed
        .lines()
        .map(String::strip)
        .filter(line -> NUMBER.matcher(line).matches())
        .findFirst();
  }

  private static String jobName(String id) {
    return "gridbourse-" + id;
  }

  private static String number(String printed) {
    int end = printed.indexOf(';');
    return end < 0 ? printed : printed.substring(0, end);
  }

  private static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80);
  }
}
