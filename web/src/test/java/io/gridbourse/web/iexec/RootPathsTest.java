package io.gridbourse.web.iexec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootPathsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/secrets/web2",
        "/secrets/web3",
        "/requesters/0xab/secrets/name",
        "/apps/0xab/secrets",
        "/31337/workerpools/0xab",
        "/tasks/0xab",
        "/tasks/0xab/logs",
        "/tasks/logs/challenge",
        "/ipfs/00ff"
      })
  void pathsOfTheClientAreServed(String path) {
    assertThat(RootPaths.isServed(path)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/apps",
        "/apps/vanity",
        "/tasks",
        "/tasks/a/b/c",
        "/bags/b-1",
        "/api/v1/apps",
        "/worker/v1/exchange",
        "/health/ready",
        "/metrics",
        "/ipfs",
        "/ipfs/a/b",
        "/secrets",
        "/secrets/web4",
        "/name/workerpools/0xab",
        "/assets/index.js"
      })
  void everythingElseGoesWhereItAlwaysWent(String path) {
    assertThat(RootPaths.isServed(path)).isFalse();
  }
}
