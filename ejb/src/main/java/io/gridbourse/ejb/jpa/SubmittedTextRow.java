package io.gridbourse.ejb.jpa;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.ejb.session.SubmittedText;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The text that a bag was submitted as. */
@Entity
@Table(name = "submitted_text")
class SubmittedTextRow {
  @Id private String bag;

  @Column(name = "media_type", nullable = false, updatable = false)
  private String mediaType;

  @Column(nullable = false, updatable = false)
  private byte[] body;

  protected SubmittedTextRow() {}

  SubmittedTextRow(BagId bag, SubmittedText text) {
    this.bag = bag.text();
    this.mediaType = text.mediaType();
    this.body = text.body();
  }

  SubmittedText text() {
    return new SubmittedText(mediaType, body);
  }
}
