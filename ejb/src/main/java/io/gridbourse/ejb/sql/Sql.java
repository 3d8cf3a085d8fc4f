package io.gridbourse.ejb.sql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Statements with positional values on the data source; they belong to the running transaction.
 * Instants become timestamps with time zone, big integers become numerics, optionals become null.
 */
public final class Sql {
  private final DataSource dataSource;

  /** Statements on this database. */
  public Sql(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Reads one row. */
  @FunctionalInterface
  public interface Mapper<T> {
    /** The value of the row under the cursor. */
    T map(ResultSet row) throws SQLException;
  }

  /** Runs an insert, update or delete and tells how many rows it changed. */
  public int update(String statement, Object... values) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement prepared = connection.prepareStatement(statement)) {
      bind(prepared, values);
      return prepared.executeUpdate();
    } catch (SQLException e) {
      throw new DatabaseFailure(statement, e);
    }
  }

  /** Runs one statement for each list of values, in one round trip. */
  public void batch(String statement, List<Object[]> rows) {
    if (rows.isEmpty()) {
      return;
    }
    try (Connection connection = dataSource.getConnection();
        PreparedStatement prepared = connection.prepareStatement(statement)) {
      for (Object[] values : rows) {
        bind(prepared, values);
        prepared.addBatch();
      }
      prepared.executeBatch();
    } catch (SQLException e) {
      throw new DatabaseFailure(statement, e);
    }
  }

  /** All rows of a query. */
  public <T> List<T> list(String query, Mapper<T> mapper, Object... values) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement prepared = connection.prepareStatement(query)) {
      bind(prepared, values);
      try (ResultSet rows = prepared.executeQuery()) {
        List<T> result = new ArrayList<>();
        while (rows.next()) {
          result.add(mapper.map(rows));
        }
        return result;
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(query, e);
    }
  }

  /** The first row of a query, if there is one. */
  public <T> Optional<T> first(String query, Mapper<T> mapper, Object... values) {
    List<T> rows = list(query, mapper, values);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
  }

  /** A time of a row; empty for null. */
  public static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  /** A whole number of any size of a row. */
  public static BigInteger integer(ResultSet row, String column) throws SQLException {
    return row.getBigDecimal(column).toBigIntegerExact();
  }

  private static void bind(PreparedStatement prepared, Object[] values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      Object value = values[i] instanceof Optional<?> maybe ? maybe.orElse(null) : values[i];
      if (value instanceof Instant instant) {
        prepared.setObject(i + 1, instant.atOffset(ZoneOffset.UTC));
      } else if (value instanceof BigInteger integer) {
        prepared.setBigDecimal(i + 1, new BigDecimal(integer));
      } else if (value instanceof Enum<?> constant) {
        prepared.setString(i + 1, constant.name());
      } else {
        prepared.setObject(i + 1, value);
      }
    }
  }
}
