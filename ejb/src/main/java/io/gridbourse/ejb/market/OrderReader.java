package io.gridbourse.ejb.market;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.Order;
import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.market.Tag;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.ejb.market.Publication.Reason;
import io.gridbourse.ejb.market.Publication.Refused;
import io.gridbourse.ejb.start.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads signed orders that others send, with the ledger's member names. Every member must be there,
 * none may be unknown, and every number stays below 2^53, which all clients hold exactly.
 */
final class OrderReader {
  /** Longest params, in bytes of UTF-8: the ledger charges for each. */
  static final int PARAMS_BYTES_MAX = 65_536;

  private static final int SIGNATURE_BYTES_MAX = 4_096;
  private static final int DIGITS_MAX = 78;
  private static final BigInteger SAFE_MAX = BigInteger.valueOf(Order.VOLUME_MAX);
  private static final BigInteger CATEGORY_MAX = BigInteger.valueOf(Category.XL.number());
  private static final Set<String> PARAMS_KNOWN =
      Set.of(
          "iexec_args",
          "iexec_input_files",
          "iexec_secrets",
          "iexec_result_encryption",
          "iexec_result_storage_provider",
          "bulk_cid");
  private final Bytes32 separator;

  OrderReader(Bytes32 separator) {
    this.separator = separator;
  }

  /** Forms of members. */
  private enum Form {
    ADDRESS,
    NUMBER,
    VOLUME,
    CATEGORY,
    TAG,
    WORD,
    PARAMS,
    SIGNATURE
  }

  private record Member(String name, Form form) {}

  OrderReading read(OrderKind kind, JsonNode tree) {
    if (tree == null || !tree.isObject()) {
      return unreadable(
          Reason.MEMBER_MISSING, "order", "there is no order", "send {\"order\":{…}}");
    }
    List<Member> members = members(kind);
    Optional<Refused> unknown = unknownMember(members, tree);
    if (unknown.isPresent()) {
      return new OrderReading.Unreadable(unknown.get());
    }
    ObjectNode normal = Json.mapper().createObjectNode();
    for (Member member : members) {
      JsonNode value = tree.get(member.name);
      Optional<Refused> refusal =
          value == null
              ? refused(
                  Reason.MEMBER_MISSING,
                  member.name,
                  "the order lacks " + member.name,
                  "give all members: " + names(members))
              : put(normal, member, value);
      if (refusal.isPresent()) {
        return new OrderReading.Unreadable(refusal.get());
      }
    }
    return new OrderReading.Read(OrderForm.read(kind, normal.toString(), separator));
  }

  private static List<Member> members(OrderKind kind) {
    List<Member> members = new ArrayList<>();
    switch (kind) {
      case APP -> offer(members, "app", List.of("dataset", "workerpool", "requester"));
      case DATASET -> offer(members, "dataset", List.of("app", "workerpool", "requester"));
      case POOL -> {
        offer(members, "workerpool", List.of("app", "dataset", "requester"));
        members.add(new Member("category", Form.CATEGORY));
        members.add(new Member("trust", Form.NUMBER));
      }
      case REQUEST -> request(members);
    }
    members.add(new Member("volume", Form.VOLUME));
    members.add(new Member("tag", Form.TAG));
    members.add(new Member("salt", Form.WORD));
    members.add(new Member("sign", Form.SIGNATURE));
    return members;
  }

  private static void offer(List<Member> members, String entry, List<String> restrictions) {
    members.add(new Member(entry, Form.ADDRESS));
    members.add(new Member(entry + "price", Form.NUMBER));
    restrictions.forEach(name -> members.add(new Member(name + "restrict", Form.ADDRESS)));
  }

  private static void request(List<Member> members) {
    for (String part : List.of("app", "dataset", "workerpool")) {
      members.add(new Member(part, Form.ADDRESS));
      members.add(new Member(part + "maxprice", Form.NUMBER));
    }
    for (String account : List.of("requester", "beneficiary", "callback")) {
      members.add(new Member(account, Form.ADDRESS));
    }
    members.add(new Member("category", Form.CATEGORY));
    members.add(new Member("trust", Form.NUMBER));
    members.add(new Member("params", Form.PARAMS));
  }

  private static Optional<Refused> unknownMember(List<Member> members, JsonNode tree) {
    List<String> known = members.stream().map(Member::name).toList();
    for (String name : (Iterable<String>) tree::fieldNames) {
      if (!known.contains(name)) {
        return refused(
            Reason.MEMBER_UNKNOWN,
            shortened(name),
            "an order has no member " + shortened(name),
            "the members are " + names(members));
      }
    }
    return Optional.empty();
  }

  private static Optional<Refused> put(ObjectNode normal, Member member, JsonNode value) {
    return switch (member.form) {
      case ADDRESS -> putHex(normal, member, value, 20);
      case WORD -> putHex(normal, member, value, 32);
      case TAG -> putTag(normal, member, value);
      case NUMBER -> putNumber(normal, member, value, BigInteger.ZERO);
      case VOLUME -> putNumber(normal, member, value, BigInteger.ONE);
      case CATEGORY -> putCategory(normal, member, value);
      case PARAMS -> putParams(normal, member, value);
      case SIGNATURE -> putSignature(normal, member, value);
    };
  }

  private static Optional<Refused> putHex(
      ObjectNode normal, Member member, JsonNode value, int bytes) {
    try {
      normal.put(member.name, Hex.require(value.isTextual() ? value.asText() : "", bytes, ""));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return refused(
          Reason.MEMBER_INVALID,
          member.name,
          member.name + " is not 0x and " + 2 * bytes + " hex digits",
          "correct it and sign the order anew");
    }
  }

  private static Optional<Refused> putTag(ObjectNode normal, Member member, JsonNode value) {
    Optional<Refused> refusal = putHex(normal, member, value, 32);
    if (refusal.isPresent() || new Tag(new Bytes32(normal.get("tag").asText())).isKnown()) {
      return refusal;
    }
    return refused(
        Reason.TAG_UNKNOWN,
        "tag",
        "the tag has bits that mean nothing here",
        "use the bits 0 (enclave), 1 to 3 (its kinds) and 8 (GPU) alone");
  }

  private static Optional<Refused> putNumber(
      ObjectNode normal, Member member, JsonNode value, BigInteger least) {
    Optional<BigInteger> number = number(value);
    if (number.isEmpty() || number.get().compareTo(least) < 0) {
      return refused(
          Reason.MEMBER_INVALID,
          member.name,
          member.name + " is not a whole number from " + least,
          "write it as decimal digits, at most " + SAFE_MAX);
    }
    if (number.get().compareTo(SAFE_MAX) > 0) {
      return refused(
          Reason.NUMBER_TOO_LARGE,
          member.name,
          member.name + " is more than 2^53 - 1",
          "sign an order with at most " + SAFE_MAX);
    }
    normal.put(member.name, number.get());
    return Optional.empty();
  }

  private static Optional<Refused> putCategory(ObjectNode normal, Member member, JsonNode value) {
    Optional<Refused> refusal = putNumber(normal, member, value, BigInteger.ZERO);
    if (refusal.isPresent()
        || normal.get(member.name).bigIntegerValue().compareTo(CATEGORY_MAX) <= 0) {
      return refusal;
    }
    return refused(
        Reason.CATEGORY_UNKNOWN,
        member.name,
        "there is no such category",
        "use 0 (XS), 1 (S), 2 (M), 3 (L) or 4 (XL)");
  }

  /** The length is looked at before the digits are parsed, which takes quadratic time. */
  private static Optional<BigInteger> number(JsonNode value) {
    if (!value.isTextual() && !value.isIntegralNumber()) {
      return Optional.empty();
    }
    String digits = value.asText();
    return digits.length() <= DIGITS_MAX && digits.matches("[0-9]+")
        ? Optional.of(new BigInteger(digits))
        : Optional.empty();
  }

  private static Optional<Refused> putParams(ObjectNode normal, Member member, JsonNode value) {
    if (!value.isTextual()
        || value.asText().getBytes(StandardCharsets.UTF_8).length > PARAMS_BYTES_MAX) {
      return paramsRefused("params is not text of at most " + PARAMS_BYTES_MAX + " bytes");
    }
    normal.put(member.name, value.asText());
    if (value.asText().isEmpty()) {
      return Optional.empty();
    }
    try {
      JsonNode params = Json.mapper().readTree(value.asText());
      if (params == null || !params.isObject()) {
        return paramsRefused("params is not a JSON object");
      }
      for (String key : (Iterable<String>) params::fieldNames) {
        if (!PARAMS_KNOWN.contains(key)) {
          return paramsRefused("params has the unknown key " + shortened(key));
        }
      }
      return Optional.empty();
    } catch (JsonProcessingException e) {
      return paramsRefused("params is not JSON: " + e.getOriginalMessage().split("\\R", 2)[0]);
    }
  }

  private static Optional<Refused> paramsRefused(String detail) {
    return refused(
        Reason.PARAMS_INVALID,
        "params",
        detail,
        "the keys are " + String.join(", ", PARAMS_KNOWN.stream().sorted().toList()));
  }

  private static Optional<Refused> putSignature(ObjectNode normal, Member member, JsonNode value) {
    String text = value.isTextual() ? value.asText() : "";
    boolean whole = text.length() % 2 == 0 && text.length() <= 2 + 2 * SIGNATURE_BYTES_MAX;
    if (!whole || !text.matches("0x[0-9a-fA-F]*")) {
      return refused(
          Reason.SIGNATURE_MALFORMED,
          member.name,
          "sign is not 0x and whole bytes in hex",
          "65 bytes r, s, v; 64 bytes by EIP-2098; 0x if it was signed on the ledger");
    }
    normal.put(member.name, text);
    return Optional.empty();
  }

  private static String names(List<Member> members) {
    return String.join(", ", members.stream().map(Member::name).toList());
  }

  private static String shortened(String name) {
    String clean = name.replaceAll("[^\\x20-\\x7e]", "?");
    return clean.length() <= 40 ? clean : clean.substring(0, 40) + "...";
  }

  private static OrderReading unreadable(
      Reason reason, String field, String detail, String remedy) {
    return new OrderReading.Unreadable(new Refused(reason, field, detail, remedy));
  }

  private static Optional<Refused> refused(
      Reason reason, String field, String detail, String remedy) {
    return Optional.of(new Refused(reason, field, detail, remedy));
  }
}
