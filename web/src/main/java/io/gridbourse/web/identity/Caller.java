package io.gridbourse.web.identity;

import io.gridbourse.ejb.users.User;
import io.gridbourse.web.http.ProblemException;
import io.gridbourse.web.http.Problems;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** Who makes this request. */
@RequestScoped
public class Caller {
  private User user;

  void is(User known) {
    this.user = known;
  }

  /** The user, if the request says who. */
  public Optional<User> known() {
    return Optional.ofNullable(user);
  }

  /** The user; only methods marked {@link Open} may find none. */
  public User user() {
    return known().orElseThrow(Caller::unknown);
  }

  static ProblemException unknown() {
    return new ProblemException(
        Problems.of(
            401,
            "TOKEN_INVALID",
            "The request carries no valid token and no open session.",
            "Send Authorization: Bearer gb_pat_..., or sign in."));
  }
}
