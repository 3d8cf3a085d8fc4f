package io.gridbourse.domain.proof.collusion;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gridbourse.domain.value.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Draws who computes the replicas of a task, so that nobody can arrange to be among friends: a
 * keyed hash of task and worker decides, which without the key is as good as chance, and with it
 * can be shown afterwards to have been fair. Owners are never repeated; networks and pools are not
 * while there are others, networks before pools.
 */
public final class ReplicaDraw {
  private static final int KEY_BYTES_MIN = 16;
  private static final int UNUSED_BITS = 11;
  private static final double UNIT = 0x1.0p-53;
  private final byte[] key;

  /**
   * A draw by a key.
   *
   * @param key secret until the bag is over, at least 16 bytes
   */
  public ReplicaDraw(byte[] key) {
    if (key.length < KEY_BYTES_MIN) {
      throw new IllegalArgumentException(
          "key must have at least " + KEY_BYTES_MIN + " bytes, but has " + key.length);
    }
    this.key = key.clone();
  }

  /**
   * Up to {@code wanted} workers for further replicas of a task, in the order in which they should
   * be asked; fewer if there are not so many owners.
   *
   * @param already who has computed it or is computing it
   */
  public List<Candidate> draw(
      String task, int wanted, Collection<Candidate> candidates, Collection<Candidate> already) {
    Map<Candidate, byte[]> lots = new HashMap<>();
    candidates.forEach(candidate -> lots.put(candidate, lot(task, candidate.worker())));
    List<Candidate> left = new ArrayList<>(lots.keySet());
    left.sort(Comparator.comparing(lots::get, Arrays::compareUnsigned));
    Taken taken = new Taken();
    already.forEach(taken::add);
    List<Candidate> drawn = new ArrayList<>();
    while (drawn.size() < wanted) {
      Candidate best = null;
      for (Candidate each : left) {
        boolean better = best == null || taken.overlap(each) < taken.overlap(best);
        if (!taken.owners.contains(each.owner()) && better) {
          best = each;
        }
      }
      if (best == null) {
        return drawn;
      }
      drawn.add(best);
      taken.add(best);
      left.remove(best);
    }
    return drawn;
  }

  /**
   * Whether a worker is among a share of all workers that is drawn for a task, each for itself: for
   * pools so large that drawing from a list would take too long.
   *
   * @param share 0 to 1
   */
  public boolean isAmong(String task, String worker, double share) {
    long lot = ByteBuffer.wrap(lot(task, worker)).getLong() >>> UNUSED_BITS;
    return lot * UNIT < share;
  }

  private byte[] lot(String task, String worker) {
    MessageDigest digest = Sha256.newDigest();
    byte[] name = task.getBytes(UTF_8);
    digest.update(
        ByteBuffer.allocate(2 * Integer.BYTES).putInt(key.length).putInt(name.length).array());
    digest.update(key);
    digest.update(name);
    return digest.digest(worker.getBytes(UTF_8));
  }

  private static final class Taken {
    private final Set<String> owners = new HashSet<>();
    private final Set<String> networks = new HashSet<>();
    private final Set<String> pools = new HashSet<>();

    void add(Candidate candidate) {
      owners.add(candidate.owner());
      networks.add(candidate.network());
      pools.add(candidate.pool());
    }

    int overlap(Candidate candidate) {
      return (networks.contains(candidate.network()) ? 2 : 0)
          + (pools.contains(candidate.pool()) ? 1 : 0);
    }
  }
}
