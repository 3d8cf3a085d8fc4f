package io.gridbourse.contracts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.web3j.crypto.Hash;

/** Merkle trees as the ledger reads them: pairs in ascending order, an odd node moves up. */
final class MerkleProofs {
  private MerkleProofs() {}

  private static List<String> parents(List<String> level) {
    List<String> parents = new ArrayList<>();
    for (int i = 0; i + 1 < level.size(); i += 2) {
      String[] pair = {level.get(i), level.get(i + 1)};
      Arrays.sort(pair);
      parents.add(Hash.sha3(pair[0] + pair[1].substring(2)));
    }
    if (level.size() % 2 == 1) {
      parents.add(level.get(level.size() - 1));
    }
    return parents;
  }

  /** The root over leaves in their order. */
  static String root(List<String> leaves) {
    List<String> level = leaves;
    while (level.size() > 1) {
      level = parents(level);
    }
    return level.get(0);
  }

  /** The siblings from a leaf to the root. */
  static List<String> proof(List<String> leaves, int leaf) {
    List<String> proof = new ArrayList<>();
    int place = leaf;
    for (List<String> level = leaves; level.size() > 1; level = parents(level)) {
      int sibling = place ^ 1;
      if (sibling < level.size()) {
        proof.add(level.get(sibling));
      }
      place /= 2;
    }
    return proof;
  }
}
