package io.gridbourse.domain.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.MatchRules.Quartet;
import io.gridbourse.domain.market.MatchRules.Verdict;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MatchRulesTest {
  private static final Address APP = address(1);
  private static final Address DATASET = address(2);
  private static final Address POOL = address(3);
  private static final Address REQUESTER = address(4);
  private static final Address STRANGER = address(5);

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @Test
  void ordersThatFitMatchForTheSmallestVolumeLeft() {
    Draft draft = new Draft();
    draft.consumed = 3;
    assertThat(draft.judge()).isEqualTo(new Verdict.Matched(7, NanoRlc.of(111), NanoRlc.of(777)));
  }

  @Test
  void withoutADatasetItsVolumeAndSignatureDoNotCount() {
    Draft draft = new Draft();
    draft.dataset = Address.ZERO;
    draft.requestDataset = Address.ZERO;
    draft.datasetVolume = 0;
    draft.datasetPrice = 0;
    draft.unsigned = "dataset";
    draft.unregistered.add(Address.ZERO);
    assertThat(draft.judge()).isEqualTo(new Verdict.Matched(10, NanoRlc.of(101), NanoRlc.of(1010)));
  }

  @Test
  void membersOfARestrictionsGroupAreAdmitted() {
    Draft draft = new Draft();
    draft.appRequester = STRANGER;
    assertThat(draft.judge()).isEqualTo(new Verdict.Refused(MatchRefusal.APP_RESTRICTS_REQUESTER));
    draft.group = STRANGER;
    assertThat(draft.judge()).isInstanceOf(Verdict.Matched.class);
  }

  @ParameterizedTest
  @EnumSource(MatchRefusal.class)
  void everyRefusalOfTheLedgerIsForeseen(MatchRefusal refusal) {
    Draft draft = new Draft();
    draft.breaking(refusal).accept(draft);
    assertThat(draft.judge()).isEqualTo(new Verdict.Refused(refusal));
    assertThat(MatchRefusal.withCode(refusal.code())).contains(refusal);
    assertThat(refusal.sentence()).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void ofSeveralRefusalsTheLedgersFirstIsGiven(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    MatchRefusal[] all = MatchRefusal.values();
    MatchRefusal one = all[random.nextInt(all.length)];
    MatchRefusal two = all[random.nextInt(all.length)];
    Draft draft = new Draft();
    draft.breaking(one).accept(draft);
    draft.breaking(two).accept(draft);
    Verdict verdict = draft.judge();
    assertThat(verdict)
        .as("seed %d: %s and %s", seed, one, two)
        .isInstanceOf(Verdict.Refused.class);
    MatchRefusal given = ((Verdict.Refused) verdict).reason();
    int first = Math.min(one.code(), two.code());
    // Two breaks can undo one another (a category that both orders share), never add a third.
    assertThat(given.code()).as("seed %d", seed).isGreaterThanOrEqualTo(first);
    assertThat(Arrays.asList(one, two)).as("seed %d", seed).contains(given);
  }

  private static Address address(int number) {
    return new Address("0x" + String.format("%040x", number));
  }

  /** Four orders that fit, to be spoilt. */
  private static final class Draft implements MatchRules.Facts {
    private Address app = APP;
    private Address dataset = DATASET;
    private Address requestApp = APP;
    private Address requestDataset = DATASET;
    private Address requestPool = Address.ZERO;
    private Address appDataset = Address.ZERO;
    private Address appPool = Address.ZERO;
    private Address appRequester = Address.ZERO;
    private Address datasetApp = Address.ZERO;
    private Address datasetPool = Address.ZERO;
    private Address datasetRequester = Address.ZERO;
    private Address poolApp = Address.ZERO;
    private Address poolDataset = Address.ZERO;
    private Address poolRequester = Address.ZERO;
    private Address group = Address.ZERO;
    private long poolCategory = 1;
    private boolean category = true;
    private long requestTrust = 5;
    private long appMax = 100;
    private long datasetMax = 100;
    private long poolMax = 100;
    private long datasetPrice = 10;
    private long datasetVolume = 20;
    private long consumed;
    private Tag appTag = Tag.NONE;
    private Tag requestTag = Tag.NONE;
    private Tag poolTag = Tag.NONE;
    private String unsigned = "";
    private final Set<Address> unregistered = new HashSet<>();

    Consumer<Draft> breaking(MatchRefusal refusal) {
      return switch (refusal) {
        case CATEGORY_DIFFERS -> d -> d.poolCategory = 2;
        case CATEGORY_UNKNOWN -> d -> d.category = false;
        case TRUST_TOO_HIGH -> d -> d.requestTrust = 101;
        case APP_TOO_DEAR -> d -> d.appMax = 0;
        case DATASET_TOO_DEAR -> d -> d.datasetMax = 9;
        case POOL_TOO_DEAR -> d -> d.poolMax = 99;
        case TAG_NOT_OFFERED -> d -> d.requestTag = Tag.ofBits(8);
        case APP_WITHOUT_ENCLAVE ->
            d -> {
              d.requestTag = d.requestTag.or(Tag.ofBits(0));
              d.poolTag = Tag.ofBits(0);
            };
        case OTHER_APP -> d -> d.requestApp = STRANGER;
        case OTHER_DATASET -> d -> d.requestDataset = STRANGER;
        case REQUEST_RESTRICTS_POOL -> d -> d.requestPool = STRANGER;
        case APP_RESTRICTS_DATASET -> d -> d.appDataset = STRANGER;
        case APP_RESTRICTS_POOL -> d -> d.appPool = STRANGER;
        case APP_RESTRICTS_REQUESTER -> d -> d.appRequester = STRANGER;
        case DATASET_RESTRICTS_APP -> d -> d.datasetApp = STRANGER;
        case DATASET_RESTRICTS_POOL -> d -> d.datasetPool = STRANGER;
        case DATASET_RESTRICTS_REQUESTER -> d -> d.datasetRequester = STRANGER;
        case POOL_RESTRICTS_APP -> d -> d.poolApp = STRANGER;
        case POOL_RESTRICTS_DATASET -> d -> d.poolDataset = STRANGER;
        case POOL_RESTRICTS_REQUESTER -> d -> d.poolRequester = STRANGER;
        case APP_NOT_REGISTERED -> d -> d.unregistered.add(APP);
        case DATASET_NOT_REGISTERED -> d -> d.unregistered.add(DATASET);
        case POOL_NOT_REGISTERED -> d -> d.unregistered.add(POOL);
        case APP_NOT_SIGNED -> d -> d.unsigned += "app";
        case DATASET_NOT_SIGNED -> d -> d.unsigned += "dataset";
        case POOL_NOT_SIGNED -> d -> d.unsigned += "pool";
        case REQUEST_NOT_SIGNED -> d -> d.unsigned += "request";
        case NO_VOLUME_LEFT -> d -> d.consumed = 20;
      };
    }

    Verdict judge() {
      AppOrder appOrder =
          new AppOrder(
              app, NanoRlc.of(1), 30, appTag, appDataset, appPool, appRequester, Bytes32.ZERO);
      DatasetOrder datasetOrder =
          new DatasetOrder(
              dataset,
              NanoRlc.of(datasetPrice),
              datasetVolume,
              Tag.NONE,
              datasetApp,
              datasetPool,
              datasetRequester,
              Bytes32.ZERO);
      PoolOrder poolOrder =
          new PoolOrder(
              POOL,
              NanoRlc.of(100),
              40,
              poolTag,
              poolCategory,
              100,
              poolApp,
              poolDataset,
              poolRequester,
              Bytes32.ZERO);
      RequestOrder request =
          new RequestOrder(
              requestApp,
              NanoRlc.of(appMax),
              requestDataset,
              NanoRlc.of(datasetMax),
              requestPool,
              NanoRlc.of(poolMax),
              REQUESTER,
              10,
              requestTag,
              1,
              requestTrust,
              REQUESTER,
              Address.ZERO,
              "{}",
              Bytes32.ZERO);
      return new MatchRules(this)
          .judge(
              new Quartet(
                  signed(appOrder), signed(datasetOrder), signed(poolOrder), signed(request)));
    }

    private static <O extends Order> Signed<O> signed(O order) {
      return new Signed<>(order, order.hash(Bytes32.ZERO), "0x");
    }

    @Override
    public boolean categoryExists(long number) {
      return category;
    }

    @Override
    public boolean isRegistered(Address entry) {
      return !unregistered.contains(entry);
    }

    @Override
    public boolean isSignedByOwner(Signed<? extends Order> order) {
      Order plain = order.order();
      if (plain instanceof AppOrder) {
        return !unsigned.contains("app");
      }
      if (plain instanceof DatasetOrder) {
        return !unsigned.contains("dataset");
      }
      return plain instanceof PoolOrder
          ? !unsigned.contains("pool")
          : !unsigned.contains("request");
    }

    @Override
    public long consumed(Signed<? extends Order> order) {
      return order.order() instanceof RequestOrder ? consumed : 0;
    }

    @Override
    public boolean isMember(Address restriction, Address account) {
      return !group.isZero() && restriction.equals(group);
    }
  }
}
