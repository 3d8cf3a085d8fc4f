package io.gridbourse.ejb.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.ejb.sql.Sql;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class SchemaTest {
  private final DataSource database = TestDatabases.empty();
  private final Sql sql = new Sql(database);

  @Test
  void anEmptyDatabaseGetsAllTables() {
    assertThat(migrate()).isPositive();
    assertThat(tables()).contains("gridbourse_schema", "idempotent_request", "web_session");
  }

  @Test
  void aSecondStartChangesNothing() {
    migrate();
    assertThat(migrate()).isZero();
  }

  @Test
  void aScriptBelowTheNewestOneIsAppliedToo() {
    migrate();
    sql.update("drop table host, host_state, bag_energy");
    sql.update("delete from gridbourse_schema where version = '96'");
    assertThat(migrate()).isEqualTo(1);
    assertThat(tables()).contains("host", "host_state", "bag_energy");
    assertThat(migrate()).isZero();
  }

  @Test
  void aDatabaseOfSomebodyElseIsRefusedAndLeftAlone() {
    sql.update("create table payroll (name text)");
    assertThatThrownBy(this::migrate)
        .isInstanceOf(UnusableDatabase.class)
        .hasMessageContaining("payroll")
        .hasMessageContaining("empty database");
    assertThat(tables()).containsExactly("payroll");
  }

  @Test
  void aDatabaseOfANewerServerIsRefused() {
    migrate();
    sql.update(
        "insert into gridbourse_schema (installed_rank, version, description, type, script,"
            + " checksum, installed_by, execution_time, success)"
            + " values (1000, '999', 'later', 'SQL', 'V999__later.sql', 1, 'x', 1, true)");
    assertThatThrownBy(this::migrate)
        .isInstanceOf(UnusableDatabase.class)
        .hasMessageContaining("newer server")
        .hasMessageContaining("V999__later.sql");
  }

  @Test
  void aScriptChangedAfterItRanIsRefused() {
    migrate();
    sql.update("update gridbourse_schema set checksum = 1 where version = '3'");
    assertThatThrownBy(this::migrate)
        .isInstanceOf(UnusableDatabase.class)
        .hasMessageContaining("checksum");
  }

  private int migrate() {
    return new Schema(database, getClass().getClassLoader()).migrate();
  }

  private java.util.List<String> tables() {
    return sql.list(
        "select table_name from information_schema.tables where table_schema = 'public'",
        row -> row.getString(1));
  }
}
