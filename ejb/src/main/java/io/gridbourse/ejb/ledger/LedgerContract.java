package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.value.Address;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A kind of contract whose events this server reads. Every CDI bean of this type is asked: a new
 * contract is a new bean, and nothing else changes. Its addresses must be known before its first
 * event: blocks that were read are not read again for it.
 */
public interface LedgerContract {
  /** Where such contracts are; empty if this installation has none. */
  Set<Address> addresses();

  /**
   * An event in Java, a record of past tense whose simple name is stored as its kind; empty if the
   * server has no use for it.
   *
   * @throws RuntimeException never for bytes that a contract of this kind can emit
   */
  Optional<Object> decode(List<String> topics, String data);
}
