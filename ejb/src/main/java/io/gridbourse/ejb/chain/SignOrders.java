package io.gridbourse.ejb.chain;

import io.gridbourse.domain.ledger.DomainSeparator;
import io.gridbourse.domain.market.Order;
import io.gridbourse.domain.market.Signed;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.settings.ChainSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.random.RandomGenerator;

/** Signs orders with the server's keys, for this installation's hub and no other. */
@ApplicationScoped
public class SignOrders {
  private Keys keys;
  private Bytes32 separator;
  private RandomGenerator random;

  protected SignOrders() {}

  /** Signs in the domain of the settings' hub. */
  @Inject
  public SignOrders(Keys keys, ChainSettings settings, RandomGenerator random) {
    this.keys = keys;
    this.separator = DomainSeparator.of(settings.chainId(), settings.contracts().hub());
    this.random = random;
  }

  /** The EIP-712 domain separator of the hub. */
  public Bytes32 separator() {
    return separator;
  }

  /** An order with its hash and the signature of a key. */
  public <O extends Order> Signed<O> sign(String keyName, O order) {
    Bytes32 hash = order.hash(separator);
    return new Signed<>(order, hash, keys.sign(keyName, hash));
  }

  /** A salt that no other order has. */
  public Bytes32 salt() {
    byte[] salt = new byte[32];
    random.nextBytes(salt);
    return Bytes32.of(salt);
  }
}
