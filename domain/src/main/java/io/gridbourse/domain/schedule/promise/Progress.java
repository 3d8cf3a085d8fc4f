package io.gridbourse.domain.schedule.promise;

import java.util.ArrayList;
import java.util.List;

/**
 * How a bag went so far: samples of how many of its tasks were completed and how many had ever been
 * assigned. Not safe for use by several threads: its owner locks it.
 */
public final class Progress {
  /** Samples that are kept; further ones thin out the older. */
  public static final int SAMPLES_MAX = 10_000;

  private final long total;
  private final List<Sample> samples = new ArrayList<>();

  /**
   * One look at a bag.
   *
   * @param seconds since the bag began
   * @param completed tasks with a certified result
   * @param assigned tasks that were ever handed out, completed ones included
   */
  public record Sample(double seconds, long completed, long assigned) {}

  /** A bag of {@code total} tasks that has just begun. */
  public Progress(long total) {
    if (total < 1) {
      throw new PromiseRefusal("total", "at least 1", total);
    }
    this.total = total;
  }

  /** A bag with these samples. */
  public static Progress of(long total, List<Sample> samples) {
    Progress progress = new Progress(total);
    samples.forEach(progress::add);
    return progress;
  }

  /** Adds a sample; time and counts never go back. */
  public void add(Sample sample) {
    String field = "samples[" + samples.size() + "]";
    Sample last = samples.isEmpty() ? new Sample(0, 0, 0) : last();
    if (!(sample.seconds() >= last.seconds() && sample.seconds() < Double.POSITIVE_INFINITY)) {
      throw new PromiseRefusal(field + ".t", "a number from " + last.seconds(), sample.seconds());
    }
    if (sample.completed() < last.completed() || sample.completed() > sample.assigned()) {
      throw new PromiseRefusal(
          field + ".completed",
          "from " + last.completed() + " to assigned, which is " + sample.assigned(),
          sample.completed());
    }
    if (sample.assigned() < last.assigned() || sample.assigned() > total) {
      throw new PromiseRefusal(
          field + ".assigned", "from " + last.assigned() + " to " + total, sample.assigned());
    }
    if (samples.size() == SAMPLES_MAX) {
      thinOut();
    }
    samples.add(sample);
  }

  private void thinOut() {
    List<Sample> kept = new ArrayList<>();
    for (int i = 0; i < samples.size(); i += 2) {
      kept.add(samples.get(i));
    }
    samples.clear();
    samples.addAll(kept);
  }

  /** Tasks of the bag. */
  public long total() {
    return total;
  }

  /** Seconds since the bag began, as of the last sample. */
  public double elapsed() {
    return samples.isEmpty() ? 0 : last().seconds();
  }

  /** The share of completed tasks. */
  public double completedShare() {
    return samples.isEmpty() ? 0 : (double) last().completed() / total;
  }

  /** The share of tasks that were ever assigned. */
  public double assignedShare() {
    return samples.isEmpty() ? 0 : (double) last().assigned() / total;
  }

  /** When the share of completed tasks reached {@code share}; NaN if it has not. */
  public double completedAt(double share) {
    for (Sample sample : samples) {
      if (sample.completed() >= share * total) {
        return sample.seconds();
      }
    }
    return Double.NaN;
  }

  /** When the share of assigned tasks reached {@code share}; NaN if it has not. */
  public double assignedAt(double share) {
    for (Sample sample : samples) {
      if (sample.assigned() >= share * total) {
        return sample.seconds();
      }
    }
    return Double.NaN;
  }

  /** The samples, the oldest first. */
  public List<Sample> samples() {
    return List.copyOf(samples);
  }

  private Sample last() {
    return samples.get(samples.size() - 1);
  }
}
