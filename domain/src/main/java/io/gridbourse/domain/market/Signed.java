package io.gridbourse.domain.market;

import io.gridbourse.domain.value.Bytes32;

/**
 * An order with its owner's signature.
 *
 * @param hash the order's name on the ledger
 * @param signature 65 bytes r ‖ s ‖ v as hex text with low s; {@code 0x} for no dataset or when
 *     signed on the ledger
 */
public record Signed<O extends Order>(O order, Bytes32 hash, String signature) {}
