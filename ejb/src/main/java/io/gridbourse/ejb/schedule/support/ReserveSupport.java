package io.gridbourse.ejb.schedule.support;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.SupportWish;
import io.gridbourse.domain.pool.Site;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.market.BagSupport;
import io.gridbourse.ejb.market.Submission;
import io.gridbourse.ejb.settings.SupportSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;

/** Sets credits aside for the support that a bag asks for at its submission. */
@ApplicationScoped
public class ReserveSupport implements BagSupport {
  private static final String FIELD = "spec.market.support";
  private StoredCredits credits;
  private StoredSupport support;
  private SupportSettings settings;
  private Clock clock;

  protected ReserveSupport() {}

  /** The use case with all that it needs. */
  @Inject
  public ReserveSupport(DataSource database, SupportSettings settings, Clock clock) {
    this.credits = new StoredCredits(database);
    this.support = new StoredSupport(database);
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Optional<Submission.Refused> refuse(BagSpec spec, Address requester) {
    Optional<SupportWish> wish = spec.market().promise().support();
    if (wish.isEmpty()) {
      return Optional.empty();
    }
    if (settings.provisioner() == SupportSettings.Kind.NONE) {
      return Optional.of(
          new Submission.Refused(
              Submission.Reason.NO_SUPPORT,
              FIELD,
              "this installation starts no supporting workers",
              "leave it out, or ask the operator to set gridbourse.support.provisioner"));
    }
    if (!spec.schedule().admits(settings.site())) {
      return Optional.of(
          new Submission.Refused(
              Submission.Reason.NO_SUPPORT,
              FIELD,
              "spec.data.residency does not allow the site of this installation's supporting"
                  + " workers, "
                  + settings.site().map(Site::name).orElse("which nobody says"),
              "leave it out, or ask the operator to set gridbourse.support.site"));
    }
    StoredCredits.Account account = account(spec, requester);
    long free = credits.free(account);
    return free >= wish.get().credits()
        ? Optional.empty()
        : Optional.of(
            new Submission.Refused(
                Submission.Reason.NO_CREDITS,
                FIELD + ".credits",
                "the project "
                    + account.project()
                    + " of "
                    + requester
                    + " has "
                    + free
                    + " free credits, the bag wants "
                    + wish.get().credits(),
                "ask for fewer, or ask the operator: gridbourse credit grant"));
  }

  @Override
  public void reserve(BagId bag, BagSpec spec, Address requester) {
    Optional<SupportWish> wish = spec.market().promise().support();
    if (wish.isEmpty()) {
      return;
    }
    StoredCredits.Account account = account(spec, requester);
    if (!credits.reserve(account, bag, wish.get().credits(), clock.instant())) {
      throw new IllegalStateException("the credits of " + account + " were locked and are gone");
    }
    support.add(bag, account, wish.get());
  }

  private static StoredCredits.Account account(BagSpec spec, Address requester) {
    return new StoredCredits.Account(requester, spec.project());
  }
}
