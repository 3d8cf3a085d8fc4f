package io.gridbourse.ejb.market.insurance;

import io.gridbourse.domain.ledger.Experience;
import io.gridbourse.domain.ledger.LossRate;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.ledger.Premium;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.InsuranceViews.PerilView;
import io.gridbourse.ejb.chain.Keys;
import io.gridbourse.ejb.settings.InsuranceSettings;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Says whether a deal is insured here, and for how much: by what was seen of its pool and app, and
 * by the capital that is free. It promises nothing.
 */
@ApplicationScoped
public class Underwrite {
  /** Name of the key that signs quotes. */
  static final String KEY = "underwriter";

  private Sql sql;
  private Experiences experiences;
  private InsuranceLedger ledger;
  private InsuranceSettings settings;
  private Keys keys;
  private Clock clock;

  protected Underwrite() {}

  /** The underwriter of this installation. */
  @Inject
  public Underwrite(
      DataSource database,
      InsuranceLedger ledger,
      InsuranceSettings settings,
      Keys keys,
      Clock clock) {
    this.sql = new Sql(database);
    this.experiences = new Experiences(sql);
    this.ledger = ledger;
    this.settings = settings;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * What is to be insured.
   *
   * @param deal empty while there is none yet
   * @param within from the start of the deal to the insured deadline
   * @param coverPerTask empty for the price of a task
   */
  public record Risk(
      Optional<String> deal,
      Parties parties,
      Category category,
      NanoRlc pricePerTask,
      long tasks,
      Duration within,
      Optional<NanoRlc> coverPerTask) {}

  /** Who takes part in the deal. */
  public record Parties(Address pool, Address poolOwner, Address app, Address requester) {}

  /** What the underwriter says. */
  public sealed interface Offer {
    /** So much. */
    record Priced(
        NanoRlc premium, NanoRlc coverPerTask, long tasks, double rate, List<PerilView> perils)
        implements Offer {
      /** Most that can be paid. */
      public NanoRlc cover() {
        return coverPerTask.times(tasks);
      }
    }

    /** Not at all, or not now. */
    record Declined(Refusal refusal) implements Offer {}
  }

  /** The price of a risk. */
  public Offer price(Risk risk) {
    if (settings.contract().isEmpty() || !keys.names().contains(KEY)) {
      return declined(
          Refusal.Reason.NO_INSURANCE,
          "no insurance belongs to this installation",
          "leave spec.market.onTime out, or ask the operator for an insurance");
    }
    if (isInterested(risk.parties)) {
      return declined(
          Refusal.Reason.INTERESTED_PARTY,
          "who owns the pool or the app decides what becomes of the tasks, and is not insured",
          "buy from a pool and an app of others");
    }
    NanoRlc coverPerTask = risk.coverPerTask.orElse(risk.pricePerTask);
    if (coverPerTask.isZero() || coverPerTask.compareTo(risk.pricePerTask) > 0) {
      return declined(
          Refusal.Reason.COVER_OUT_OF_RANGE,
          "a task is covered with 1 nRLC up to its price, " + risk.pricePerTask,
          "lower the cover per task");
    }
    double horizon = (double) risk.within.toMillis() / risk.category.reference().toMillis();
    Experiences.History history =
        experiences.of(risk.parties.pool, risk.parties.app, Math.max(0, horizon));
    Premium.Perils perils = history.perils();
    if (!Premium.isInsurable(perils)) {
      return declined(
          Refusal.Reason.RISK_TOO_HIGH,
          "of "
              + history.pool().failed().all()
              + " tasks of the pool "
              + history.pool().failed().bad()
              + " failed and "
              + history.pool().late().bad()
              + " would have been late: too many to insure",
          "choose another pool or a later deadline");
    }
    NanoRlc premium = Premium.of(coverPerTask, risk.tasks, perils);
    if (premium.compareTo(coverPerTask.times(risk.tasks)) >= 0) {
      return declined(
          Refusal.Reason.COVER_OUT_OF_RANGE,
          "the cover of all tasks, " + coverPerTask.times(risk.tasks) + ", is not worth a premium",
          "insure a larger or dearer bag");
    }
    return capitalFor(risk.deal, coverPerTask.times(risk.tasks))
        .orElseGet(
            () ->
                new Offer.Priced(
                    premium,
                    coverPerTask,
                    risk.tasks,
                    Premium.rate(perils),
                    views(history, perils)));
  }

  private boolean isInterested(Parties parties) {
    return parties.requester.equals(parties.poolOwner)
        || sql.first(
                "select 1 from app where address = ? and owner = ?",
                row -> true,
                parties.app.hex(),
                parties.requester.hex())
            .isPresent();
  }

  /** Why the capital does not suffice, if it does not. */
  private Optional<Offer> capitalFor(Optional<String> deal, NanoRlc cover) {
    InsuranceLedger.Capital capital = ledger.capital();
    if (!capital.underwriter().equals(keys.addressOf(KEY))) {
      return Optional.of(
          declined(
              Refusal.Reason.NO_INSURANCE,
              "the insurance takes the quotes of " + capital.underwriter() + ", not of this server",
              "ask the operator to name this server's underwriter"));
    }
    NanoRlc most = capital.total().percentFloor(settings.dealMaxPercent());
    if (cover.compareTo(most) > 0) {
      return Optional.of(
          declined(
              Refusal.Reason.CAPITAL_TOO_SMALL,
              "one deal takes at most %d %% of the capital, %s, and its cover is %s"
                  .formatted(settings.dealMaxPercent(), most, cover),
              "insure fewer or cheaper tasks, or wait until insurers invest more"));
    }
    NanoRlc promised = promised(deal);
    NanoRlc needed = cover.plus(promised);
    return capital.free().compareTo(needed) >= 0
        ? Optional.empty()
        : Optional.of(
            declined(
                Refusal.Reason.CAPITAL_TOO_SMALL,
                "the cover is "
                    + cover
                    + ", other quotes bind "
                    + promised
                    + ", and the free capital is "
                    + capital.free(),
                "insure fewer tasks, or wait until other deals are assessed"));
  }

  /** What quotes for other deals bind that nobody has bought yet. */
  private NanoRlc promised(Optional<String> deal) {
    return sql.first(
            "select coalesce(sum(cover), 0) as promised from (select q.deal,"
                + " max(q.cover_per_task * q.tasks) as cover from insurance_quote q"
                + " where q.expiry > ? and (?::text is null or q.deal <> ?) and not exists"
                + " (select 1 from insurance_policy p where p.deal = q.deal) group by q.deal) open",
            row -> new NanoRlc(Sql.integer(row, "promised")),
            clock.instant(),
            deal,
            deal)
        .orElseThrow();
  }

  private static List<PerilView> views(Experiences.History history, Premium.Perils perils) {
    Experiences.Seen pool = history.pool();
    Experiences.Seen pair = history.pair();
    return List.of(
        view("FAILED", pool.failed(), pair.failed(), perils.failed()),
        view("LATE", pool.late(), pair.late(), perils.late()),
        view("OVERTURNED", pool.overturned(), pair.overturned(), perils.overturned()));
  }

  private static PerilView view(String peril, Experience pool, Experience pair, LossRate rate) {
    return new PerilView(
        peril, pool.bad(), pool.all(), pair.bad(), pair.all(), rate.mean(), rate.deviation());
  }

  private static Offer declined(Refusal.Reason reason, String detail, String remedy) {
    return new Offer.Declined(new Refusal(reason, detail, remedy));
  }
}
