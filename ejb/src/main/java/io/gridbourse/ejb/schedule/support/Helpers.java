package io.gridbourse.ejb.schedule.support;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.proof.Straggler;
import io.gridbourse.domain.schedule.promise.Deployment;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.schedule.BagRun;
import io.gridbourse.ejb.schedule.TailPolicy;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What supporting workers get: tasks of their bag and of no other, and copies of what ordinary
 * workers run, as its deployment says. Everybody else gets what another policy says.
 */
final class Helpers implements TailPolicy {
  private final TailPolicy others;
  private volatile Map<Address, Post> posts = Map.of();

  Helpers(TailPolicy others) {
    this.others = others;
  }

  /** Where a supporting worker is at work. */
  record Post(BagId bag, Deployment deployment) {}

  /** Sets all supporting workers that have enrolled. */
  void set(Map<Address, Post> all) {
    posts = Map.copyOf(all);
  }

  @Override
  public Optional<BagId> dedicated(Address worker) {
    return Optional.ofNullable(posts.get(worker)).map(Post::bag);
  }

  @Override
  public Optional<Predicate<Straggler>> stragglers(BagRun bag, Address worker) {
    Post post = posts.get(worker);
    if (post == null) {
      return others.stragglers(bag, worker);
    }
    if (!post.bag().equals(bag.terms().id())) {
      return Optional.empty();
    }
    return switch (post.deployment()) {
      case FLAT -> Optional.empty();
      case RESCHEDULE ->
          bag.freshTasks() > 0 ? Optional.empty() : Optional.of(each -> isOrdinary(each, 1));
      case DUPLICATE -> Optional.of(each -> isOrdinary(each, 2));
    };
  }

  /** Whether ordinary workers alone are at work on it, and few enough copies run. */
  private boolean isOrdinary(Straggler straggler, int copiesMax) {
    Map<Address, Post> helpers = posts;
    return straggler.copies() <= copiesMax
        && straggler.workers().stream().noneMatch(helpers::containsKey);
  }
}
