package io.gridbourse.ejb.chain;

/** An endpoint answered well that it will not do it: no reason to think less of the endpoint. */
final class RpcRefusal extends RuntimeException {
  RpcRefusal(String message) {
    super(message);
  }
}
