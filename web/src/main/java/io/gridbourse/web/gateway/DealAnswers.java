package io.gridbourse.web.gateway;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.market.RequestOrder;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.market.MadeDeal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How deals are told to the client. */
public final class DealAnswers {
  private DealAnswers() {}

  /** A page of deals; {@code nextPage} is absent on the last one. */
  public record DealList(boolean ok, List<DealForm> deals, long count, Integer nextPage) {}

  /**
   * One of the three things that a deal is made of; the owner is absent if it is not known here.
   */
  public record Part(String pointer, String owner, BigInteger price) {}

  /** A deal; its beneficiary, callback and tag are absent if its request is not known here. */
  public record DealForm(
      String dealid,
      long chainId,
      Part app,
      Part dataset,
      Part workerpool,
      String apporderHash,
      String datasetorderHash,
      String workerpoolorderHash,
      String requestorderHash,
      String requester,
      String beneficiary,
      String callback,
      String params,
      String tag,
      int category,
      long trust,
      long botFirst,
      long botSize,
      long volume,
      BigInteger workerStake,
      int schedulerRewardRatio,
      Instant startTime,
      Instant blockTimestamp,
      long blockNumber,
      String transactionHash) {

    static DealForm of(MadeDeal made, long chainId) {
      Deal deal = made.deal();
      Optional<RequestOrder> request =
          made.request().map(listed -> (RequestOrder) listed.signed().order());
      return new DealForm(
          deal.id().hex(),
          chainId,
          part(made, OrderKind.APP, deal.app(), deal.prices().app()),
          part(made, OrderKind.DATASET, deal.dataset(), deal.prices().dataset()),
          new Part(deal.pool().hex(), deal.poolOwner().hex(), deal.prices().pool().units()),
          hash(made, OrderKind.APP),
          hash(made, OrderKind.DATASET),
          hash(made, OrderKind.POOL),
          deal.request().hex(),
          deal.requester().hex(),
          request.map(order -> order.beneficiary().hex()).orElse(null),
          request.map(order -> order.callback().hex()).orElse(null),
          deal.params(),
          request.map(order -> order.tag().word().hex()).orElse(null),
          deal.category().number(),
          deal.trust().value(),
          deal.tasks().botFirst(),
          deal.tasks().botSize(),
          deal.tasks().botSize(),
          deal.workerStake().units(),
          deal.schedulerRewardRatioPercent(),
          deal.startedAt(),
          deal.startedAt(),
          made.block(),
          made.transaction());
    }

    private static Part part(MadeDeal made, OrderKind kind, Address entry, NanoRlc price) {
      return new Part(entry.hex(), made.owners().get(kind), price.units());
    }

    private static String hash(MadeDeal made, OrderKind kind) {
      Bytes32 hash = made.orders().get(kind);
      return hash == null ? null : hash.hex();
    }
  }
}
