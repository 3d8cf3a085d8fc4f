package io.gridbourse.ejb.market;

/** Ends the reading of a BagSpec at its first problem of form; never leaves this package. */
final class SpecRefusal extends RuntimeException {
  private final transient SpecProblem problem;

  SpecRefusal(String code, String field, String detail, String remedy) {
    super(detail);
    this.problem = new SpecProblem(code, field, detail, remedy);
  }

  SpecProblem problem() {
    return problem;
  }
}
