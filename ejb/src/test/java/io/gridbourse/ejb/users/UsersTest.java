package io.gridbourse.ejb.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.contracts.SigningKey;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.chain.KeystoreKeys;
import io.gridbourse.ejb.settings.KeySettings;
import io.gridbourse.ejb.settings.SettingsRefusal;
import io.gridbourse.ejb.settings.UserSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {
  private static final String HASH =
      Sha256.of("gb_pat_secret".getBytes(StandardCharsets.UTF_8)).hex();
  @TempDir private Path home;
  private SigningKey key;
  private KeySettings keys;

  @BeforeEach
  void makeAKey() throws IOException {
    key = SigningKey.create(home.resolve("requester.json"), "open sesame");
    Files.writeString(home.resolve("password"), "open sesame\n");
    keys = new KeySettings(home, home.resolve("password"));
  }

  @Test
  void aTokenFindsItsUserWithTheAccountOfItsKey() throws IOException {
    Users users = users(line("ann", "[\"requester\"]", HASH, "requester"));
    User ann = users.byToken("gb_pat_secret").orElseThrow();
    assertThat(ann.name()).isEqualTo("ann");
    assertThat(ann.account().hex()).isEqualTo(key.address());
    assertThat(ann.has(Role.REQUESTER)).isTrue();
    assertThat(ann.has(Role.PROVIDER)).isFalse();
    assertThat(users.byToken("gb_pat_other")).isEmpty();
    assertThat(users.byToken("")).isEmpty();
    assertThat(users.byName("ann")).contains(ann);
  }

  @Test
  void aKeySignsSoThatItsAccountIsRecovered() {
    KeystoreKeys opened = new KeystoreKeys(keys);
    byte[] digest = Sha256.of(new byte[] {1}).bytes();
    String signature = opened.sign("requester", io.gridbourse.domain.value.Bytes32.of(digest));
    assertThat(SigningKey.recover(digest, io.gridbourse.domain.value.Hex.bytes(signature)))
        .contains(key.address());
    assertThat(opened.nameOf(opened.addressOf("requester"))).contains("requester");
    assertThatThrownBy(() -> opened.addressOf("nobody")).hasMessageContaining("requester");
  }

  @Test
  void aWrongPasswordIsSaid() throws IOException {
    Files.writeString(home.resolve("password"), "wrong\n");
    assertThatThrownBy(() -> new KeystoreKeys(keys))
        .isInstanceOf(SettingsRefusal.class)
        .hasMessageContaining("same backup");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[{\"name\":\"ann\",\"name\":\"bob\"}]",
        "[{\"name\":\"ann\",\"surprise\":1}]",
        "[{\"name\":\"a b\",\"roles\":[],\"tokenSha256\":\"00\",\"key\":\"requester\"}]",
        "[{\"name\":\"ann\",\"roles\":[\"king\"],\"tokenSha256\":\"00\",\"key\":\"requester\"}]",
        "[{\"name\":\"ann\",\"roles\":[],\"tokenSha256\":\"00\",\"key\":\"requester\"}]",
        "[{\"name\":\"ann\"}]"
      })
  void aBadFileStopsTheServer(String json) {
    assertThatThrownBy(() -> users(json))
        .isInstanceOf(SettingsRefusal.class)
        .hasMessageContaining("users.json");
  }

  @Test
  void aNameThatIsThereTwiceStopsTheServer() {
    String one = line("ann", "[]", HASH, "requester");
    String two = one.substring(0, one.length() - 1) + "," + one.substring(1);
    assertThatThrownBy(() -> users(two)).hasMessageContaining("twice");
  }

  private Users users(String json) throws IOException {
    Path file = home.resolve("users.json");
    Files.writeString(file, json);
    Path keysOnly = Files.createDirectories(home.resolve("keys"));
    if (!Files.exists(keysOnly.resolve("requester.json"))) {
      Files.copy(home.resolve("requester.json"), keysOnly.resolve("requester.json"));
    }
    KeySettings settings = new KeySettings(keysOnly, home.resolve("password"));
    return new Users(new UserSettings(file), new KeystoreKeys(settings));
  }

  private static String line(String name, String roles, String hash, String keyName) {
    return "[{\"name\":\"%s\",\"roles\":%s,\"tokenSha256\":\"%s\",\"key\":\"%s\"}]"
        .formatted(name, roles, hash, keyName);
  }
}
