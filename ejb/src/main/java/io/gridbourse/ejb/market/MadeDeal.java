package io.gridbourse.ejb.market;

import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.value.Bytes32;
import java.util.Map;
import java.util.Optional;

/**
 * A final deal with the orders that it was made of.
 *
 * @param orders hashes by kind; a deal without a dataset has none of that kind
 * @param owners who signed the orders, as far as the orders are known here
 * @param request the request order, if it is known here
 */
public record MadeDeal(
    Deal deal,
    Map<OrderKind, Bytes32> orders,
    Map<OrderKind, String> owners,
    Optional<ListedOrder> request,
    String transaction,
    long block) {}
