package io.gridbourse.cli.local;

import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Wallet;
import org.web3j.crypto.WalletUtils;
import org.web3j.crypto.exception.CipherException;
import org.web3j.protocol.ObjectMapperFactory;

/** A folder of keystore files of version 3 and the password that opens them. */
final class KeyFolder {
  private final Home home;
  private final String folder;

  /** The folder of this name below the home. */
  KeyFolder(Home home, String folder) {
    this.home = home;
    this.folder = folder;
    if (!Files.exists(passwordFile())) {
      home.write(folder + "/password", Secrets.password() + "\n");
    }
  }

  Path path() {
    return home.at(folder);
  }

  Path passwordFile() {
    return home.at(folder + "/password");
  }

  /** The key of a name, which is made at the first call. */
  Credentials key(String name) {
    Path file = path().resolve(name + ".json");
    String password = home.read(folder + "/password");
    try {
      if (Files.exists(file)) {
        return WalletUtils.loadCredentials(password, file.toFile());
      }
      var pair = Keys.createEcKeyPair();
      home.write(
          folder + "/" + name + ".json",
          ObjectMapperFactory.getObjectMapper()
              .writeValueAsString(Wallet.createLight(password, pair)));
      return Credentials.create(pair);
    } catch (IOException | CipherException | GeneralSecurityException e) {
      throw new CommandFailed(
              ExitCode.USAGE,
              "the key " + file + " cannot be opened: " + e.getMessage(),
              "restore the key and " + passwordFile() + " from the same backup")
          .because(e);
    }
  }
}
