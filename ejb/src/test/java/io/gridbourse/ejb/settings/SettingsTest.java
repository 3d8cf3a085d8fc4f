package io.gridbourse.ejb.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.pool.Site;
import io.gridbourse.domain.schedule.Epoch;
import io.gridbourse.domain.schedule.Preemption;
import io.gridbourse.domain.value.Address;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private static final String ADDRESS = "0x" + "12".repeat(20);
  @TempDir private Path home;
  private final Map<String, String> lines = new TreeMap<>();

  @BeforeEach
  void writeTheBlueprint() {
    for (String contract :
        new String[] {"hub", "token", "app-registry", "dataset-registry", "workerpool-registry"}) {
      lines.put("gridbourse.chain." + contract, ADDRESS);
    }
    lines.put("gridbourse.home", home.toString());
    lines.put("gridbourse.chain.rpc", "http://127.0.0.1:8545");
    lines.put("gridbourse.chain.id", "31337");
    lines.put("gridbourse.chain.finality", "finalized");
    lines.put("gridbourse.chain.poll", "PT0.25S");
    lines.put("gridbourse.keys.folder", home.toString());
    lines.put("gridbourse.keys.password-file", home.toString());
    lines.put("gridbourse.pool.address", ADDRESS);
    lines.put("gridbourse.pool.description", "local");
    lines.put("gridbourse.pool.offers", "XS:1000000,S:4000000");
    lines.put("gridbourse.users.file", home.toString());
  }

  @Test
  void theDocumentedFileIsRead() throws IOException {
    Settings settings = read();
    assertThat(settings.chain().chainId()).isEqualTo(31337);
    assertThat(settings.chain().finality().askedOfTheChain()).isTrue();
    assertThat(settings.chain().poll()).isEqualTo(Duration.ofMillis(250));
    assertThat(settings.pool().offers())
        .containsEntry(Category.XS, NanoRlc.of(1_000_000))
        .containsEntry(Category.S, NanoRlc.of(4_000_000));
    assertThat(settings.bag().partitionsMax()).isEqualTo(16);
    assertThat(settings.store().content()).isEqualTo(home.resolve("content"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gridbourse.chain.id|0",
        "gridbourse.chain.id|99999999999999999999",
        "gridbourse.chain.rpc|ftp://x",
        "gridbourse.chain.rpc|::",
        "gridbourse.chain.rpc|http://a,",
        "gridbourse.chain.rpc|http://a,http://b,http://a",
        "gridbourse.chain.rpc|http://a,http://b,http://c,http://d,http://e,http://f,http://g,http://h,http://i,http://j",
        "gridbourse.chain.audit-at|25:00",
        "gridbourse.chain.hub|0x12",
        "gridbourse.chain.finality|soon",
        "gridbourse.chain.finality|confirmations:1001",
        "gridbourse.chain.poll|250ms",
        "gridbourse.chain.poll|PT0S",
        "gridbourse.pool.offers|XS",
        "gridbourse.pool.offers|XS:1,XS:2",
        "gridbourse.pool.offers|XXL:1",
        "gridbourse.pool.offers|XS:-1",
        "gridbourse.pool.trust-max|0",
        "gridbourse.bag.partitions-max|65",
        "gridbourse.bag.partitions-max|many",
        "gridbourse.bag.history-kept|7d",
        "gridbourse.bag.history-kept|PT1M",
        "gridbourse.market.orders-per-wallet|0",
        "gridbourse.market.challenges-per-wallet|1001",
        "gridbourse.record.anchors|0x12",
        "gridbourse.record.anchor-every|PT0.5S",
        "gridbourse.insurance.contract|0x12",
        "gridbourse.insurance.quote-for|PT9S",
        "gridbourse.insurance.deal-max-percent|101",
        "gridbourse.support.site|Grenoble",
        "gridbourse.support.trigger-percent|0",
        "gridbourse.support.slower-percent|10001",
        "gridbourse.support.pool-triggers|0xab:80/150/75",
        "gridbourse.support.pool-triggers|0xabababababababababababababababababababab:80/150",
        "gridbourse.support.pool-triggers|0xabababababababababababababababababababab:0/150/75",
        "gridbourse.support.pool-triggers|0xabababababababababababababababababababab:80/150/101",
        "gridbourse.support.slower-from-percent|101",
        "gridbourse.users.file|/nowhere/at/all"
      })
  void aBadValueStopsTheServerAndIsNamedWithItsRange(String key, String value) {
    lines.put(key, value);
    assertThatThrownBy(this::read)
        .isInstanceOf(SettingsRefusal.class)
        .hasMessageContaining(key)
        .hasMessageContaining("'" + value + "'")
        .hasMessageContaining("must be")
        .hasMessageContaining("change it in");
  }

  @Test
  void severalEndpointsAreReadInTheirOrder() throws IOException {
    lines.put("gridbourse.chain.rpc", "http://127.0.0.1:1, https://node.example:8545/key");
    lines.put("gridbourse.chain.audit-at", "23:30");
    assertThat(read().chain().rpcs())
        .containsExactly(
            URI.create("http://127.0.0.1:1"), URI.create("https://node.example:8545/key"));
    assertThat(read().chain().auditAt()).isEqualTo(LocalTime.of(23, 30));
  }

  @Test
  void aSiteSetsWhenSupportStarts() throws IOException {
    assertThat(read().support().triggers()).isEqualTo(SupportSettings.Triggers.STANDARD);
    lines.put("gridbourse.support.trigger-percent", "80");
    lines.put("gridbourse.support.slower-percent", "200");
    lines.put("gridbourse.support.slower-from-percent", "50");
    lines.put(
        "gridbourse.support.pool-triggers",
        "0x" + "ab".repeat(20) + ":70/120/60, 0x" + "cd".repeat(20) + ":100/1/0");
    lines.put("gridbourse.support.site", "eu.lyon");
    assertThat(read().support().triggers())
        .isEqualTo(
            new SupportSettings.Triggers(
                0.8,
                2,
                0.5,
                Map.of(
                    new Address("0x" + "ab".repeat(20)),
                    new SupportSettings.Triggers(0.7, 1.2, 0.6),
                    new Address("0x" + "cd".repeat(20)),
                    new SupportSettings.Triggers(1, 0.01, 0))));
    assertThat(read().support().site()).contains(new Site("eu.lyon"));
  }

  @Test
  void weightsAndSharesOfTheScheduleAreRead() throws IOException {
    assertThat(read().schedule()).isEqualTo(ScheduleSettings.STANDARD);
    lines.put("gridbourse.schedule.weights", "fit:0.75, urgency:0.125,data:0.125");
    lines.put("gridbourse.schedule.shares", "cfd:3,life: science:0.5");
    lines.put("gridbourse.schedule.fair-window", "PT1M");
    lines.put("gridbourse.schedule.host-quota", "7");
    lines.put("gridbourse.schedule.preempt", "priority");
    lines.put("gridbourse.schedule.preempt-difference", "5");
    lines.put("gridbourse.schedule.preempt-wait", "PT2S");
    lines.put("gridbourse.schedule.licences", "matlab:10, ansys:2");
    lines.put("gridbourse.schedule.data-from-bytes", "1000");
    lines.put("gridbourse.schedule.share-in", "money");
    ScheduleSettings schedule = read().schedule();
    assertThat(schedule.weights()).isEqualTo(new Epoch.Policy(0.75, 0, 0.125, 0.125));
    assertThat(schedule.dataFromBytes()).isEqualTo(1_000);
    assertThat(schedule.shareIn()).isEqualTo(ScheduleSettings.ShareIn.MONEY);
    assertThat(schedule.shares())
        .containsOnly(Map.entry("cfd", 3.0), Map.entry("life: science", 0.5));
    assertThat(schedule.window()).isEqualTo(Duration.ofMinutes(1));
    assertThat(schedule.hostQuota()).isEqualTo(7);
    assertThat(schedule.preemption())
        .isEqualTo(new Preemption(Preemption.Mode.PRIORITY, 5, Duration.ofSeconds(2)));
    assertThat(schedule.licences()).isEqualTo(Map.of("matlab", 10, "ansys", 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "weights|fit:0.5",
        "weights|fit:1.5,earning:-0.5",
        "weights|fit:NaN",
        "weights|speed:1",
        "data-from-bytes|0",
        "share-in|gold",
        "weights|fit",
        "shares|cfd:0",
        "shares|cfd:1,cfd:2",
        "shares|cfd:Infinity",
        "shares|:1",
        "fair-window|PT-1S",
        "host-quota|0",
        "host-quota|1000001",
        "preempt|always",
        "preempt-difference|0",
        "preempt-difference|201",
        "preempt-wait|PT0S",
        "licences|matlab",
        "licences|matlab:0",
        "licences|matlab:1.5",
        "licences|matlab:NaN",
        "licences|matlab:Infinity",
        "licences|matlab:10001",
        "licences|Matlab:1"
      })
  void aScheduleThatCannotBeMeantIsRefused(String key, String value) {
    lines.put("gridbourse.schedule." + key, value);
    assertThatThrownBy(this::read)
        .isInstanceOf(SettingsRefusal.class)
        .hasMessageContaining("gridbourse.schedule." + key)
        .hasMessageContaining(value);
  }

  @Test
  void aMissingKeyAndAMissingFileAreNamed() {
    lines.remove("gridbourse.chain.hub");
    assertThatThrownBy(this::read)
        .hasMessageContaining("gridbourse.chain.hub is missing")
        .hasMessageContaining("add it in");
    assertThatThrownBy(() -> Settings.read(home.resolve("absent")))
        .isInstanceOf(SettingsRefusal.class)
        .hasMessageContaining("absent does not exist");
  }

  @Test
  void anUnknownKeyStopsTheServer() {
    lines.put("gridbourse.chain.pol", "PT1S");
    assertThatThrownBy(this::read)
        .isInstanceOf(SettingsRefusal.class)
        .hasMessageContaining("unknown key gridbourse.chain.pol")
        .hasMessageContaining("gridbourse.chain.poll");
  }

  private Settings read() throws IOException {
    StringBuilder text = new StringBuilder();
    lines.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    Path file = home.resolve("gridbourse.properties");
    Files.writeString(file, text);
    return Settings.read(file);
  }
}
