package io.gridbourse.ejb.sql;

import java.sql.SQLException;

/** The database did not do what it was told; the transaction is lost. */
public final class DatabaseFailure extends RuntimeException {
  DatabaseFailure(String statement, SQLException cause) {
    super(cause.getMessage() + " in: " + statement, cause);
  }

  /** Whether a unique key was already there. */
  public boolean isDuplicate() {
    return getCause() instanceof SQLException cause && "23505".equals(cause.getSQLState());
  }
}
