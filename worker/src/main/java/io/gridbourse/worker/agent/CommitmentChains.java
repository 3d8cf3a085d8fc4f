package io.gridbourse.worker.agent;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.SignedCommitment;
import io.gridbourse.domain.value.Bytes32;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this worker has signed, for every partition it worked in: how many contributions, and the
 * chain of its leases' roots. A link is on disk before its signature leaves, so that after a crash
 * the worker knows every promise it may be held to, and it never continues a chain that it did not
 * sign. Not for several threads.
 */
public final class CommitmentChains implements AutoCloseable {
  private static final int LINKS_KEPT = 64;
  private static final int PARTITIONS_KEPT = 4_096;
  private static final int WORDS = 6;

  private final Map<String, Chain> chains = new LinkedHashMap<>();
  private final FileOutputStream journal;
  private final BufferedWriter lines;

  /** A link: contributions so far and the accumulator that goes with them. */
  public record Link(long tasks, Bytes32 accumulator) {
    /** Nothing contributed yet. */
    public static final Link START = new Link(0, Bytes32.ZERO);

    /** The next link, after a lease of {@code count} tasks. */
    public Link after(int count, Bytes32 root) {
      return new Link(tasks + count, SignedCommitment.accumulate(accumulator, root));
    }
  }

  /** A link that was signed for a lease, known by the lease's root. */
  private record Signed(Link link, Bytes32 root) {}

  private static final class Chain {
    private final Map<Link, Bytes32> signed = new LinkedHashMap<>();
    private final Map<Bytes32, Link> byRoot = new LinkedHashMap<>();
    private final Deque<Link> candidates = new ArrayDeque<>();
    private Link stored = Link.START;
    private boolean confirmed;

    boolean remember(Signed entry) {
      boolean fresh = signed.put(entry.link(), entry.root()) == null;
      byRoot.put(entry.root(), entry.link());
      if (signed.size() > LINKS_KEPT) {
        Link oldest = signed.keySet().iterator().next();
        byRoot.remove(signed.remove(oldest), oldest);
      }
      return fresh;
    }
  }

  private CommitmentChains(Path file, Map<String, List<Signed>> known) throws IOException {
    known.forEach(
        (key, links) -> {
          Chain chain = new Chain();
          links.forEach(chain::remember);
          // The last may not have arrived: the server's word will tell.
          chain.stored = links.get(links.size() - 1).link();
          chains.put(key, chain);
        });
    this.journal = new FileOutputStream(file.toFile(), true);
    this.lines = new BufferedWriter(new OutputStreamWriter(journal, StandardCharsets.US_ASCII));
  }

  /** The chains kept in a file, or none. The file is made shorter if it holds old partitions. */
  public static CommitmentChains open(Path file) throws IOException {
    Map<String, List<Signed>> known = read(file);
    List<String> keys = new ArrayList<>(known.keySet());
    for (String key : keys.subList(0, Math.max(0, keys.size() - PARTITIONS_KEPT))) {
      known.remove(key);
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (BufferedWriter out = Files.newBufferedWriter(fresh, StandardCharsets.US_ASCII)) {
      for (Map.Entry<String, List<Signed>> each : known.entrySet()) {
        List<Signed> links = each.getValue();
        for (Signed link : links.subList(Math.max(0, links.size() - LINKS_KEPT), links.size())) {
          out.write(line(each.getKey(), link));
        }
      }
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return new CommitmentChains(file, known);
  }

  private static Map<String, List<Signed>> read(Path file) throws IOException {
    Map<String, List<Signed>> known = new LinkedHashMap<>();
    if (!Files.exists(file)) {
      return known;
    }
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        String[] words = text.split(" ", -1);
        // The last line may be cut short by a crash: then its signature never left.
        if (words.length == WORDS && words[WORDS - 1].equals(".")) {
          Link link = new Link(Long.parseLong(words[2]), new Bytes32(words[3]));
          known
              .computeIfAbsent(words[0] + " " + words[1], k -> new ArrayList<>())
              .add(new Signed(link, new Bytes32(words[4])));
        }
      }
    }
    return known;
  }

  /**
   * The server says what it has stored of this worker.
   *
   * @return false if this worker never signed that: the lease must not be taken
   */
  public boolean heard(DealId deal, int partition, Link before) {
    Chain chain = chains.get(key(deal, partition));
    boolean start = before.equals(Link.START);
    if (chain == null) {
      return start;
    }
    if (!start && !chain.signed.containsKey(before)) {
      return false;
    }
    if (!chain.confirmed || before.tasks() > chain.stored.tasks()) {
      chain.stored = before;
      chain.confirmed = true;
    }
    return true;
  }

  /** The link that was signed for a lease before, if it still stands. */
  Optional<Link> signedFor(HeldLease lease) {
    Chain chain = chains.get(key(lease.deal(), lease.partition()));
    return chain == null ? Optional.empty() : Optional.ofNullable(chain.byRoot.get(lease.root()));
  }

  /** The link that the server has, as far as it is known here. */
  public Link stored(DealId deal, int partition) {
    Chain chain = chains.get(key(deal, partition));
    return chain == null ? Link.START : chain.stored;
  }

  /** Writes links that are about to be signed and sent; they are on disk when this returns. */
  void signing(Map<HeldLease, Link> links) {
    if (links.isEmpty()) {
      return;
    }
    try {
      boolean fresh = false;
      for (Map.Entry<HeldLease, Link> each : links.entrySet()) {
        String key = key(each.getKey().deal(), each.getKey().partition());
        Chain chain = chains.computeIfAbsent(key, k -> new Chain());
        Signed entry = new Signed(each.getValue(), each.getKey().root());
        if (chain.remember(entry)) {
          lines.write(line(key, entry));
          fresh = true;
        }
      }
      if (fresh) {
        lines.flush();
        journal.getFD().sync();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("commitments cannot be kept: is the disk full?", e);
    }
  }

  /** The server stored a link. */
  public void stored(DealId deal, int partition, Link link) {
    Chain chain = chains.computeIfAbsent(key(deal, partition), k -> new Chain());
    if (!chain.confirmed || link.tasks() > chain.stored.tasks()) {
      chain.stored = link;
      chain.confirmed = true;
    }
    chain.candidates.clear();
  }

  /** The server did not take the link of this lease: it is signed anew. */
  void refused(HeldLease lease) {
    Chain chain = chains.get(key(lease.deal(), lease.partition()));
    if (chain != null) {
      chain.byRoot.remove(lease.root());
    }
  }

  /**
   * The server has another link than was thought: the next of those that were signed before the
   * doubt is tried as the start, the longest first.
   *
   * @return false if none is left to try
   */
  public boolean rebase(DealId deal, int partition) {
    Chain chain = chains.computeIfAbsent(key(deal, partition), k -> new Chain());
    if (chain.candidates.isEmpty()) {
      List<Link> all = new ArrayList<>(chain.signed.keySet());
      all.add(Link.START);
      all.remove(chain.stored);
      all.sort(Comparator.comparingLong(Link::tasks).reversed());
      chain.candidates.addAll(all);
    }
    Link next = chain.candidates.poll();
    if (next == null) {
      return false;
    }
    chain.stored = next;
    chain.confirmed = false;
    return true;
  }

  private static String key(DealId deal, int partition) {
    return deal.hex() + " " + partition;
  }

  private static String line(String key, Signed entry) {
    Link link = entry.link();
    return String.join(
        " ", key, Long.toString(link.tasks()), link.accumulator().hex(), entry.root().hex(), ".\n");
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
