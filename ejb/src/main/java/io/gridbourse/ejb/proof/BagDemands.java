package io.gridbourse.ejb.proof;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.proof.BookRules;
import io.gridbourse.domain.proof.Demand;
import io.gridbourse.domain.proof.ladder.SpotCheckDraw;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.sql.Sql;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What bags ask of their results, and the secret key of each bag by which checks, replicas and
 * single answers are drawn. A key is made when it is first asked for and never changes.
 */
public final class BagDemands {
  private static final int KEY_BYTES = 32;
  private final SecureRandom random = new SecureRandom();
  private final Sql sql;

  /** Demands of the bags in this database. */
  public BagDemands(DataSource database) {
    this.sql = new Sql(database);
  }

  /** What an answer of a bag needs before it counts. */
  public Demand of(Bag bag) {
    Assurance assurance = bag.spec().verification().assurance();
    if (assurance.steps().isEmpty()) {
      return Demand.of(bag.spec().voteTrust());
    }
    long seed =
        assurance.isAdaptive() ? ByteBuffer.wrap(key(bag.id(), "single answers")).getLong() : 0;
    return Demand.of(bag.spec().voteTrust(), assurance, seed);
  }

  /** What the books of a bag's partitions go by: the same now and when they are read again. */
  public BookRules rules(Bag bag, Duration revealWithin, int slicesMax) {
    double share = bag.spec().verification().assurance().spotChecks();
    return new BookRules(
        of(bag),
        share > 0
            ? Optional.of(new SpotCheckDraw(key(bag.id(), "spot-checks"), share))
            : Optional.empty(),
        bag.spec().limits().attempts(),
        revealWithin,
        slicesMax);
  }

  /** A key for one purpose, which tells nothing of the others. */
  public byte[] key(BagId bag, String purpose) {
    MessageDigest digest = Sha256.newDigest();
    digest.update(key(bag));
    return digest.digest(purpose.getBytes(StandardCharsets.UTF_8));
  }

  /** The key of a bag; it is shown to nobody before the bag is over. */
  public byte[] key(BagId bag) {
    return stored(bag)
        .orElseGet(
            () -> {
              byte[] key = new byte[KEY_BYTES];
              random.nextBytes(key);
              sql.update(
                  "insert into bag_key (bag, key) values (?, ?) on conflict do nothing",
                  bag.text(),
                  key);
              return stored(bag).orElseThrow();
            });
  }

  /** The key of a bag that is over, with which anybody can draw again what was drawn. */
  public Optional<String> published(Bag bag) {
    return bag.state().isFinal() ? stored(bag.id()).map(Hex::of) : Optional.empty();
  }

  private Optional<byte[]> stored(BagId bag) {
    return sql.first(
        "select key from bag_key where bag = ?", row -> row.getBytes("key"), bag.text());
  }
}
