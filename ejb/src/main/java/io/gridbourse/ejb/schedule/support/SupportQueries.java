package io.gridbourse.ejb.schedule.support;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.wire.SupportViews.CreditView;
import io.gridbourse.domain.wire.SupportViews.SupportView;
import io.gridbourse.ejb.users.User;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** What is asked about support and its credits. */
@ApplicationScoped
public class SupportQueries {
  private StoredSupport support;
  private StoredCredits credits;

  protected SupportQueries() {}

  /** Support in this database. */
  @Inject
  public SupportQueries(DataSource database) {
    this.support = new StoredSupport(database);
    this.credits = new StoredCredits(database);
  }

  /** The support of a bag; empty if it asked for none. */
  public Optional<SupportView> of(BagId bag) {
    return support.view(bag);
  }

  /** Credits of the user's own projects; of all for those who see all. */
  public List<CreditView> credits(User user) {
    return credits.list(user.seesAll() ? Optional.empty() : Optional.of(user.account()));
  }
}
