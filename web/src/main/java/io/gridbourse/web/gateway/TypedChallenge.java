package io.gridbourse.web.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** A challenge as wallets sign it: typed data by EIP-712. */
public record TypedChallenge(Types types, Domain domain, String primaryType, Message message) {

  /** The challenge of a service, by the name in its domain. */
  public static TypedChallenge of(String service, long chainId, String text) {
    return new TypedChallenge(
        new Types(
            List.of(
                new Member("name", "string"),
                new Member("version", "string"),
                new Member("chainId", "uint256")),
            List.of(new Member("challenge", "string"))),
        new Domain(service, "1", chainId),
        "Challenge",
        new Message(text));
  }

  /** The types that are used. */
  public record Types(
      @JsonProperty("EIP712Domain") List<Member> domain,
      @JsonProperty("Challenge") List<Member> challenge) {}

  /** A member of a type. */
  public record Member(String name, String type) {}

  /** For which service and chain. */
  public record Domain(String name, String version, long chainId) {}

  /** What is signed. */
  public record Message(String challenge) {}
}
