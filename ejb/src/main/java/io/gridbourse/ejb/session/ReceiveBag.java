package io.gridbourse.ejb.session;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.ejb.market.BagSpecReader;
import io.gridbourse.ejb.market.SpecProblem;
import io.gridbourse.ejb.market.SpecReading;
import io.gridbourse.ejb.market.Submission;
import io.gridbourse.ejb.market.SubmitBag;
import io.gridbourse.ejb.market.SubmitOptions;
import io.gridbourse.ejb.users.User;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/**
 * Receives a BagSpec as text: reads it, submits it, and keeps text and idempotency key with the
 * bag. All of it is one transaction, so that a repeated request never makes a second bag.
 */
@Stateless
public class ReceiveBag {
  private TextStore texts;
  private BagSpecReader reader;

  @EJB private SubmitBag submitBag;

  @EJB private Answers answers;

  protected ReceiveBag() {}

  @Inject
  public ReceiveBag(TextStore texts, BagSpecReader reader) {
    this.texts = texts;
    this.reader = reader;
  }

  /** What became of it. */
  public sealed interface Receipt {
    /** It was understood; the market has decided. */
    record Decided(Submission submission) implements Receipt {}

    /** It was not understood: all that is wrong with it. */
    record Misread(List<SpecProblem> problems) implements Receipt {}
  }

  /**
   * Receives a text.
   *
   * @param key the claimed idempotency key, if the request has one
   */
  public Receipt receive(
      User user, SubmittedText text, Optional<String> key, SubmitOptions options) {
    SpecReading reading = reader.read(text.body());
    if (reading instanceof SpecReading.Refused refused) {
      return new Receipt.Misread(refused.problems());
    }
    Submission submission = submitBag.submit(user, ((SpecReading.Read) reading).spec(), options);
    if (submission instanceof Submission.Accepted accepted) {
      remember(user, accepted.bag(), text, key);
    }
    return new Receipt.Decided(submission);
  }

  private void remember(User user, BagId bag, SubmittedText text, Optional<String> key) {
    texts.add(bag, text);
    key.ifPresent(claimed -> answers.effect(user.name(), claimed, bag.text()));
  }

  /** The text of a bag; empty if the bag came straight from the ledger. */
  public Optional<SubmittedText> text(BagId bag) {
    return texts.find(bag);
  }
}
