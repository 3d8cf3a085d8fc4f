package io.gridbourse.cli.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;

/**
 * The users of a local installation: one for each role, and an administrator. Their tokens are in
 * the home; the server is given only the hashes.
 */
final class People {
  static final String ADMIN = "admin";
  static final String REQUESTER = "requester";
  static final String PROVIDER = "provider";
  private static final List<Person> ALL =
      List.of(
          new Person(REQUESTER, List.of("requester"), "requester"),
          new Person(PROVIDER, List.of("provider"), "provider"),
          new Person(
              ADMIN,
              List.of("admin", "operator", "auditor", "provider", "requester"),
              "requester"));

  private People() {}

  private record Person(String name, List<String> roles, String key) {}

  /** Writes the users file and a token for each. */
  static void write(Home home) {
    ArrayNode users = new ObjectMapper().createArrayNode();
    for (Person person : ALL) {
      String token = Secrets.token();
      home.write(tokenFile(person.name()), token + "\n");
      users
          .addObject()
          .put("name", person.name())
          .put("tokenSha256", Secrets.sha256(token))
          .put("key", person.key())
          .putPOJO("roles", person.roles());
    }
    home.write("users.json", users.toPrettyString());
  }

  static String tokenFile(String user) {
    return "tokens/" + user;
  }
}
