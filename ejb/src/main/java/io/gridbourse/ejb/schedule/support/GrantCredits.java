package io.gridbourse.ejb.schedule.support;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.SupportViews.CreditView;
import io.gridbourse.ejb.users.User;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;

/** Gives a project credits for supporting workers. */
@Stateless
public class GrantCredits {
  /** Credits of one grant at most. */
  public static final long CREDITS_MAX = 1_000_000_000_000L;

  /** Characters of a project's name at most, as in a BagSpec. */
  public static final int PROJECT_MAX = 100;

  private StoredCredits credits;
  private Clock clock;

  protected GrantCredits() {}

  /** The use case with all that it needs. */
  @Inject
  public GrantCredits(DataSource database, Clock clock) {
    this.credits = new StoredCredits(database);
    this.clock = clock;
  }

  /** Grants credits, 1 to {@link #CREDITS_MAX}; what the project has then. */
  public CreditView grant(User by, Address owner, String project, long amount) {
    if (amount < 1 || amount > CREDITS_MAX || project.length() > PROJECT_MAX) {
      throw new IllegalArgumentException("credits and project must be checked before");
    }
    StoredCredits.Account account = new StoredCredits.Account(owner, project);
    credits.grant(account, amount, by.name(), clock.instant());
    return credits.list(Optional.of(owner)).stream()
        .filter(each -> each.project().equals(account.project()))
        .findFirst()
        .orElseThrow();
  }
}
