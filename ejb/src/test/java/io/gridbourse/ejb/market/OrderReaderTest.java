package io.gridbourse.ejb.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.market.Publication.Reason;
import io.gridbourse.ejb.start.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class OrderReaderTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String MAX = BigInteger.TWO.pow(256).subtract(BigInteger.ONE).toString();
  private final OrderReader reader = new OrderReader(Bytes32.ZERO);

  static LongStream seeds() {
    return LongStream.range(0, 500);
  }

  @ParameterizedTest
  @EnumSource(OrderKind.class)
  void whatIsWrittenIsReadAgainWithTheSameHash(OrderKind kind) throws IOException {
    OrderReading.Read read = (OrderReading.Read) reader.read(kind, order(kind));
    JsonNode again = Json.mapper().readTree(OrderForm.write(read.signed()));
    assertThat(((OrderReading.Read) reader.read(kind, again)).signed()).isEqualTo(read.signed());
  }

  @ParameterizedTest
  @EnumSource(OrderKind.class)
  void everyMemberIsNeededAndNoOtherIsTaken(OrderKind kind) {
    List<String> names = new ArrayList<>();
    order(kind).fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      ObjectNode lacking = order(kind);
      lacking.remove(name);
      assertRefused(kind, lacking, Reason.MEMBER_MISSING, name);
    }
    assertRefused(kind, order(kind).put("more", 1), Reason.MEMBER_UNKNOWN, "more");
  }

  @Test
  void numbersAreWholeNotNegativeAndBelowTwoToThe53() {
    ObjectNode order = order(OrderKind.POOL);
    assertRefused(
        OrderKind.POOL, order.deepCopy().put("volume", MAX), Reason.NUMBER_TOO_LARGE, "volume");
    assertRefused(
        OrderKind.POOL, order.deepCopy().put("trust", MAX), Reason.NUMBER_TOO_LARGE, "trust");
    assertRefused(
        OrderKind.POOL,
        order.deepCopy().put("workerpoolprice", "9007199254740992"),
        Reason.NUMBER_TOO_LARGE,
        "workerpoolprice");
    assertRefused(
        OrderKind.POOL, order.deepCopy().put("volume", "0"), Reason.MEMBER_INVALID, "volume");
    assertRefused(
        OrderKind.POOL, order.deepCopy().put("category", 5), Reason.CATEGORY_UNKNOWN, "category");
    for (JsonNode bad :
        List.of(
            JSON.textNode("-1"),
            JSON.textNode("1e9"),
            JSON.textNode("0x10"),
            JSON.textNode("9".repeat(79)),
            JSON.textNode("1".repeat(1_000_000)),
            JSON.textNode(""),
            JSON.textNode("١"),
            JSON.numberNode(-1),
            JSON.numberNode(1.5),
            JSON.numberNode(Double.NaN),
            JSON.numberNode(new BigDecimal("1e999999999")),
            JSON.nullNode(),
            JSON.booleanNode(true),
            JSON.arrayNode())) {
      ObjectNode wrong = order.deepCopy();
      wrong.set("workerpoolprice", bad);
      assertRefused(OrderKind.POOL, wrong, Reason.MEMBER_INVALID, "workerpoolprice");
    }
  }

  @Test
  void unknownTagBitsAndParamsAreRefused() {
    for (int bit : new int[] {4, 7, 9, 31, 255}) {
      String tag = "0x" + String.format("%064x", BigInteger.ONE.shiftLeft(bit));
      assertRefused(OrderKind.APP, order(OrderKind.APP).put("tag", tag), Reason.TAG_UNKNOWN, "tag");
    }
    for (String params : List.of("[]", "{", "{\"a\":1}", "{\"bulk_cid\":1,\"bulk_cid\":2}", "1")) {
      ObjectNode order = order(OrderKind.REQUEST).put("params", params);
      assertRefused(OrderKind.REQUEST, order, Reason.PARAMS_INVALID, "params");
    }
    ObjectNode order = order(OrderKind.REQUEST).put("params", "x".repeat(70_000));
    assertRefused(OrderKind.REQUEST, order, Reason.PARAMS_INVALID, "params");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverComesIsReadOrRefusedAndNeverThrows(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    OrderKind kind = List.of(OrderKind.values()).get(random.nextInt(4));
    ObjectNode order = order(kind);
    List<String> names = new ArrayList<>();
    order.fieldNames().forEachRemaining(names::add);
    String spoilt = names.get(random.nextInt(names.size()));
    order.set(spoilt, anything(random, order.path(spoilt)));
    OrderReading reading = reader.read(kind, order);
    if (reading instanceof OrderReading.Unreadable unreadable) {
      assertThat(unreadable.refusal().field()).as("seed %d", seed).isEqualTo(spoilt);
      assertThat(unreadable.refusal().remedy()).as("seed %d", seed).isNotBlank();
    } else {
      assertThat(((OrderReading.Read) reading).signed().order().volume())
          .as("seed %d", seed)
          .isPositive();
    }
  }

  @Test
  void whatIsNoObjectIsRefused() {
    assertThat(reader.read(OrderKind.APP, null)).isInstanceOf(OrderReading.Unreadable.class);
    assertThat(reader.read(OrderKind.APP, JSON.arrayNode()))
        .isInstanceOf(OrderReading.Unreadable.class);
  }

  private void assertRefused(OrderKind kind, JsonNode order, Reason reason, String field) {
    OrderReading reading = reader.read(kind, order);
    assertThat(reading).as(field).isInstanceOf(OrderReading.Unreadable.class);
    Publication.Refused refusal = ((OrderReading.Unreadable) reading).refusal();
    assertThat(refusal.reason()).as(refusal.detail()).isEqualTo(reason);
    assertThat(refusal.field()).isEqualTo(field);
    assertThat(refusal.remedy()).isNotBlank();
  }

  private static JsonNode anything(SplittableRandom random, JsonNode was) {
    return switch (random.nextInt(9)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.objectNode().put("a", 1);
      case 2 -> JSON.textNode(Long.toString(random.nextLong()));
      case 3 -> JSON.numberNode(random.nextLong());
      case 4 -> JSON.numberNode(random.nextDouble());
      case 5 -> JSON.textNode("0x" + Long.toHexString(random.nextLong()));
      case 6 -> JSON.textNode(was.asText().toUpperCase(java.util.Locale.ROOT));
      case 7 -> JSON.textNode(was.asText() + (char) random.nextInt(0xd800));
      default -> JSON.textNode(was.asText().replace('0', (char) ('0' + random.nextInt(10))));
    };
  }

  private static ObjectNode order(OrderKind kind) {
    String address = "0x" + "1a".repeat(20);
    ObjectNode order = JSON.objectNode();
    switch (kind) {
      case APP -> {
        order.put("app", address).put("appprice", "7").put("datasetrestrict", address);
        order.put("workerpoolrestrict", address).put("requesterrestrict", address);
      }
      case DATASET -> {
        order.put("dataset", address).put("datasetprice", 7).put("apprestrict", address);
        order.put("workerpoolrestrict", address).put("requesterrestrict", address);
      }
      case POOL -> {
        order.put("workerpool", address).put("workerpoolprice", 7).put("apprestrict", address);
        order.put("datasetrestrict", address).put("requesterrestrict", address);
        order.put("category", "2").put("trust", "10");
      }
      case REQUEST -> {
        for (String part : List.of("app", "dataset", "workerpool")) {
          order.put(part, address).put(part + "maxprice", "9007199254740991");
        }
        order.put("requester", address).put("beneficiary", address).put("callback", address);
        order.put("category", 0).put("trust", 0).put("params", "{\"iexec_args\":\"é\"}");
      }
    }
    return order
        .put("volume", 5)
        .put("tag", "0x" + "0".repeat(61) + "10f")
        .put("salt", "0x" + "2b".repeat(32))
        .put("sign", "0x" + "3c".repeat(65));
  }
}
