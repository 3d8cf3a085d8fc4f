package io.gridbourse.ejb.market;

import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.chain.EntryFacts;
import io.gridbourse.ejb.data.ContentStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Datasets of deals, as far as they can be given to tasks: the multiaddr on the ledger names a file
 * that is stored here, and the checksum is its hash. Whether the file is encrypted is its owner's
 * and the app's business; it is handed over as it is.
 */
@ApplicationScoped
public class LedgerDatasets {
  private static final Pattern MULTIADDR =
      Pattern.compile(
          "(?:(?:file|bundle|wasm):sha256:|(?:https?://[^/]+)?/ipfs/(?:sha256[:-])?)"
              + "([0-9a-f]{64})(?:[/#].{0,255})?",
          Pattern.DOTALL);
  private static final String NO_CHECKSUM = "0x" + "0".repeat(64);
  private static final int QUOTED_MAX = 80;

  private EntryFacts entries;
  private ContentStore store;

  protected LedgerDatasets() {}

  /** The datasets of the ledger whose files are in this store. */
  @Inject
  public LedgerDatasets(EntryFacts entries, ContentStore store) {
    this.entries = entries;
    this.store = store;
  }

  /**
   * What a deal's dataset came to.
   *
   * @param file that each task finds; empty if the deal has no dataset, or it cannot be had
   * @param problem why it cannot be had, or an empty text
   */
  public record Found(Optional<BagSpec.Input> file, String problem) {
    private static Found none(String problem) {
      return new Found(Optional.empty(), problem);
    }
  }

  /** The file of a deal's dataset, as the ledger named it at the deal's block. */
  public Found of(Deal deal, long block) {
    if (deal.dataset().isZero()) {
      return Found.none("");
    }
    EntryFacts.DatasetEntry entry = entries.dataset(deal.dataset(), block);
    Matcher multiaddr = MULTIADDR.matcher(entry.multiaddr());
    if (!multiaddr.matches()) {
      return Found.none(
          "the dataset's multiaddr '"
              + quoted(entry.multiaddr())
              + "' names no content of this installation, and tasks have no network; store the"
              + " file with gridbourse app put FILE and deploy what it prints");
    }
    Sha256 content = new Sha256(multiaddr.group(1));
    if (!entry.checksum().equals(Hex.of(content.bytes()))
        && !entry.checksum().equals(NO_CHECKSUM)) {
      return Found.none(
          "the dataset's checksum " + entry.checksum() + " is not the hash in its multiaddr");
    }
    return store.exists(content)
        ? new Found(Optional.of(new BagSpec.Input(IexecTask.datasetPath(deal), content)), "")
        : Found.none(
            "the dataset's file "
                + content
                + " is not stored here; gridbourse app put FILE stores it");
  }

  private static String quoted(String multiaddr) {
    String clean = multiaddr.replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= QUOTED_MAX ? clean : clean.substring(0, QUOTED_MAX) + "...";
  }
}
