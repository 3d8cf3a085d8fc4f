package io.gridbourse.domain.wire;

import java.util.List;

/**
 * What changed among the largest contents that a worker keeps. The server answers with the number
 * of the state that it goes by, {@link WorkerWire.Orders#contents}; news from another state than
 * that are passed over, and the worker tells everything anew.
 *
 * @param from number of the state that the news start from; 0 if they tell everything
 * @param to number of the state that they lead to, above 0; the worker chooses it
 * @param kept what came, each the first 16 hex digits of its SHA-256; at most {@link #CONTENTS_MAX}
 * @param gone what left, likewise
 */
public record CacheNews(long from, long to, List<String> kept, List<String> gone) {
  /** Contents that a worker tells of. */
  public static final int CONTENTS_MAX = 1_000;
}
