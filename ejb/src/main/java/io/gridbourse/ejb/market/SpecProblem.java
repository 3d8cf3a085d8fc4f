package io.gridbourse.ejb.market;

/**
 * Why a BagSpec is refused.
 *
 * @param code stable, upper snake case
 * @param field path of the field, such as {@code spec.params.re}; empty for the whole text
 */
public record SpecProblem(String code, String field, String detail, String remedy) {}
