package io.gridbourse.ejb.session;

import io.gridbourse.domain.bag.BagId;
import java.util.Optional;

/** Where submitted texts are kept. All calls belong to the running transaction. */
public interface TextStore {
  /** Keeps the text of a new bag. */
  void add(BagId bag, SubmittedText text);

  /** The text of a bag. */
  Optional<SubmittedText> find(BagId bag);
}
