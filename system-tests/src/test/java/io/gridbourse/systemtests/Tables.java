package io.gridbourse.systemtests;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** What is stored: the server's own tables, read beside it. */
final class Tables {
  private final DataSource database;

  Tables(DataSource database) {
    this.database = database;
  }

  /** Rows of a query, column names in lower case. */
  List<Map<String, Object>> rows(String query, Object... arguments) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      try (ResultSet found = statement.executeQuery()) {
        return read(found);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  private static List<Map<String, Object>> read(ResultSet found) throws SQLException {
    List<Map<String, Object>> rows = new ArrayList<>();
    while (found.next()) {
      Map<String, Object> row = new LinkedHashMap<>();
      for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
        row.put(found.getMetaData().getColumnLabel(i), found.getObject(i));
      }
      rows.add(row);
    }
    return rows;
  }

  /** The number that is the only answer of a query. */
  long number(String query, Object... arguments) {
    return ((Number) rows(query, arguments).get(0).values().iterator().next()).longValue();
  }

  /** Changes rows behind the server's back. */
  int change(String statement, Object... arguments) {
    try (Connection connection = database.getConnection();
        PreparedStatement prepared = connection.prepareStatement(statement)) {
      for (int i = 0; i < arguments.length; i++) {
        prepared.setObject(i + 1, arguments[i]);
      }
      return prepared.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }
}
