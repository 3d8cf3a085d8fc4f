package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import javax.sql.DataSource;

/** Names of the keys that own the pools of deals: only the owner of its pool settles a deal. */
@ApplicationScoped
public class PoolOwnerKeys {
  private static final String OPERATOR = "operator";
  private Sql sql;

  protected PoolOwnerKeys() {}

  /** The deals and pools in this database. */
  @Inject
  public PoolOwnerKeys(DataSource database) {
    this.sql = new Sql(database);
  }

  /** The key that owns the pool of a deal: that of an adopted pool, or the operator's. */
  public String of(DealId deal) {
    return sql.first(
            "select p.key_name from deal d join adopted_pool p on p.address = d.pool"
                + " where d.id = ?",
            row -> row.getString(1),
            deal.hex())
        .orElse(OPERATOR);
  }
}
