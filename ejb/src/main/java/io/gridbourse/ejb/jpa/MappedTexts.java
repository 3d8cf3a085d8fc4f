package io.gridbourse.ejb.jpa;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.ejb.session.SubmittedText;
import io.gridbourse.ejb.session.TextStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Optional;

/** Submitted texts as mapped rows; its callers have begun the transaction. */
@ApplicationScoped
public class MappedTexts implements TextStore {
  private EntityManager rows;

  protected MappedTexts() {}

  /** The texts in the database of this persistence context. */
  @Inject
  public MappedTexts(EntityManager rows) {
    this.rows = rows;
  }

  @Override
  public void add(BagId bag, SubmittedText text) {
    rows.persist(new SubmittedTextRow(bag, text));
  }

  @Override
  public Optional<SubmittedText> find(BagId bag) {
    return Optional.ofNullable(rows.find(SubmittedTextRow.class, bag.text()))
        .map(SubmittedTextRow::text);
  }
}
