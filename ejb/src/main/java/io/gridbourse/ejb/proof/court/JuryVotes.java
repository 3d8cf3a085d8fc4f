package io.gridbourse.ejb.proof.court;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** What jurors among the workers of this server gave it. */
final class JuryVotes {
  private final Sql sql;

  JuryVotes(DataSource database) {
    this.sql = new Sql(database);
  }

  /** A juror's seal, and the answer once it was shown. */
  record Vote(long trial, Address juror, Bytes32 seal, String signature, Optional<Answer> answer) {}

  /** What a seal binds to. */
  record Answer(Bytes32 digest, Bytes32 salt) {}

  /** Keeps a seal; the first one of a juror counts. */
  void seal(long trial, Address juror, Bytes32 seal, String signature, Instant at) {
    sql.update(
        "insert into jury_vote (trial, juror, seal, signature, sealed_at) values (?, ?, ?, ?, ?)"
            + " on conflict do nothing",
        trial,
        juror.hex(),
        seal.hex(),
        signature,
        at);
  }

  /**
   * Keeps the answer to a seal.
   *
   * @param outcome what the program put out; empty if it failed
   */
  void show(
      Vote vote, Answer answer, Optional<byte[]> outcome, Optional<String> failure, Instant at) {
    sql.update(
        "update jury_vote set digest = ?, salt = ?, outcome = ?, failure = ?, shown_at = ?"
            + " where trial = ? and juror = ? and digest is null",
        answer.digest().hex(),
        answer.salt().hex(),
        outcome,
        failure,
        at,
        vote.trial(),
        vote.juror().hex());
  }

  Optional<Vote> find(long trial, Address juror) {
    return sql.first(
        "select * from jury_vote where trial = ? and juror = ?",
        JuryVotes::vote,
        trial,
        juror.hex());
  }

  List<Vote> of(long trial) {
    return sql.list(
        "select * from jury_vote where trial = ? order by juror", JuryVotes::vote, trial);
  }

  private static Vote vote(ResultSet row) throws SQLException {
    String digest = row.getString("digest");
    return new Vote(
        row.getLong("trial"),
        new Address(row.getString("juror")),
        new Bytes32(row.getString("seal")),
        row.getString("signature"),
        digest == null
            ? Optional.empty()
            : Optional.of(new Answer(new Bytes32(digest), new Bytes32(row.getString("salt")))));
  }
}
