package io.gridbourse.ejb.proof.checker;

import io.gridbourse.domain.proof.TaskCommand;
import io.gridbourse.domain.value.Sha256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a command line of the vanity search asks for. Keys are [first, first + keys), with first =
 * SHA-256(seed) mod (n - 2^64) + 1 + index * keys.
 */
record VanityTask(BigInteger first, long keys, String pattern, boolean compressed) {
  private static final Set<String> OPTIONS =
      Set.of("--seed", "--index", "--keys", "--pattern", "--compressed");
  private static final int SEED_BYTES_MAX = 1024;
  private static final long INDEX_MAX = 0x7fff_ffffL;
  private static final long KEYS_MAX = 0xffff_ffffL;
  private static final BigInteger HASH_LIMIT =
      VanityKeys.ORDER.subtract(BigInteger.ONE.shiftLeft(64));

  /** The task, if the search would take the command line. */
  static Optional<VanityTask> parse(TaskCommand command) {
    List<String> words = command.words();
    if (words.size() % 2 == 0) {
      return Optional.empty();
    }
    Map<String, String> options = new HashMap<>();
    for (int i = 1; i < words.size(); i += 2) {
      if (!OPTIONS.contains(words.get(i))) {
        return Optional.empty();
      }
      options.put(words.get(i), words.get(i + 1));
    }
    return of(options);
  }

  private static Optional<VanityTask> of(Map<String, String> options) {
    byte[] seed = options.getOrDefault("--seed", "").getBytes(StandardCharsets.UTF_8);
    Optional<Long> index = number(options.get("--index"), INDEX_MAX);
    Optional<Long> keys = number(options.get("--keys"), KEYS_MAX).filter(n -> n > 0);
    String pattern = options.getOrDefault("--pattern", "");
    String compressed = options.getOrDefault("--compressed", "true");
    boolean seedFits = seed.length >= 1 && seed.length <= SEED_BYTES_MAX;
    boolean patternFits = pattern.startsWith("1") && Base58Check.isBase58(pattern);
    boolean formFits = compressed.equals("true") || compressed.equals("false");
    if (!seedFits || !patternFits || !formFits || index.isEmpty() || keys.isEmpty()) {
      return Optional.empty();
    }
    BigInteger hash = new BigInteger(1, Sha256.newDigest().digest(seed)).mod(HASH_LIMIT);
    BigInteger before = BigInteger.valueOf(index.get()).multiply(BigInteger.valueOf(keys.get()));
    BigInteger first = hash.add(BigInteger.ONE).add(before);
    return Optional.of(
        new VanityTask(first, keys.get(), pattern, Boolean.parseBoolean(compressed)));
  }

  boolean holds(BigInteger key) {
    BigInteger offset = key.subtract(first);
    return offset.signum() >= 0 && offset.compareTo(BigInteger.valueOf(keys)) < 0;
  }

  private static Optional<Long> number(String text, long most) {
    if (text == null || !text.matches("[0-9]{1,12}")) {
      return Optional.empty();
    }
    return Optional.of(Long.parseLong(text)).filter(n -> n <= most);
  }
}
