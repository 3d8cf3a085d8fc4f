package io.gridbourse.ejb.users;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.chain.Keys;
import io.gridbourse.ejb.settings.SettingsRefusal;
import io.gridbourse.ejb.settings.UserSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The users of this installation, read once from the users file. */
@ApplicationScoped
public class Users {
  private static final int USERS_MAX = 10_000;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private List<Entry> entries;

  protected Users() {}

  /** The users of the settings' file, with the accounts of their keys. */
  @Inject
  public Users(UserSettings settings, Keys keys) {
    this.entries = read(settings.file(), keys);
  }

  /**
   * Who holds a token. Every user's hash is compared in full, so that time tells nothing about
   * them.
   */
  public Optional<User> byToken(String token) {
    byte[] hash = Sha256.of(token.getBytes(StandardCharsets.UTF_8)).bytes();
    Optional<User> found = Optional.empty();
    for (Entry entry : entries) {
      if (MessageDigest.isEqual(hash, entry.tokenHash.bytes())) {
        found = Optional.of(entry.user);
      }
    }
    return found;
  }

  /** The user of a name. */
  public Optional<User> byName(String name) {
    return entries.stream()
        .map(entry -> entry.user)
        .filter(user -> user.name().equals(name))
        .findFirst();
  }

  /** Names of the users that act with an account, sorted. */
  public List<String> of(Address account) {
    return entries.stream()
        .map(entry -> entry.user)
        .filter(user -> user.account().equals(account))
        .map(User::name)
        .sorted()
        .toList();
  }

  private static List<Entry> read(Path file, Keys keys) {
    UserLine[] lines;
    try {
      lines = JSON.readValue(file.toFile(), UserLine[].class);
    } catch (IOException e) {
      throw new SettingsRefusal(
          "the users file " + file + " is no list of users: " + e.getMessage());
    }
    if (lines.length > USERS_MAX) {
      throw new SettingsRefusal("the users file " + file + " has more than 10000 users");
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < lines.length; i++) {
      entries.add(entry(file, i, lines[i], keys));
    }
    long names = entries.stream().map(entry -> entry.user.name()).distinct().count();
    if (names != entries.size()) {
      throw new SettingsRefusal("the users file " + file + " names a user twice; remove one");
    }
    return List.copyOf(entries);
  }

  private static Entry entry(Path file, int position, UserLine line, Keys keys) {
    try {
      if (line.name == null || !line.name.matches("[A-Za-z0-9._-]{1,64}")) {
        throw new IllegalArgumentException("name must be 1 to 64 of A-Z a-z 0-9 . _ -");
      }
      Set<Role> roles = line.roles.stream().map(Role::named).collect(Collectors.toSet());
      Address account = keys.addressOf(line.key);
      return new Entry(
          new User(line.name, roles, account, line.key), Sha256.parse(line.tokenSha256));
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new SettingsRefusal(
          "user " + (position + 1) + " of the users file " + file + ": " + e.getMessage());
    }
  }

  private record Entry(User user, Sha256 tokenHash) {}

  private record UserLine(String name, List<String> roles, String tokenSha256, String key) {}
}
