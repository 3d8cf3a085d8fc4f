package io.gridbourse.ejb.sql;

import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.function.Supplier;

/** The container's transactions: each call gets a new one. */
@Stateless
@Local(Atomically.class)
public class NewTransaction implements Atomically {
  @Override
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public <T> T call(Supplier<T> work) {
    return work.get();
  }
}
