package io.gridbourse.ejb.market;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.chain.EntryFacts;
import io.gridbourse.ejb.data.ContentStore;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * Apps that somebody else registered on the ledger, as far as they can be run here: their multiaddr
 * names a program that is stored, and their checksum is its hash.
 */
@ApplicationScoped
public class LedgerApps {
  /** The program of a bundle whose multiaddr names none. */
  static final String ENTRY_DEFAULT = "run.sh";

  private static final Pattern MULTIADDR =
      Pattern.compile("(wasm|bundle|image):sha256:([0-9a-f]{64})(?:#(.{1,255}))?", Pattern.DOTALL);
  private static final int QUOTED_MAX = 80;

  private Sql sql;
  private Apps apps;
  private EntryFacts entries;
  private ContentStore store;
  private ContentCheck check;
  private ImageCheck images;

  protected LedgerApps() {}

  /** The apps of this database and of the ledger. */
  @Inject
  public LedgerApps(DataSource database, EntryFacts entries, ContentStore store) {
    this.sql = new Sql(database);
    this.apps = new Apps(database);
    this.entries = entries;
    this.store = store;
    this.check = new ContentCheck(store);
    this.images = new ImageCheck(store);
  }

  /** What a look at the ledger found: an app, or why it cannot be run. */
  public record Found(Optional<App> app, String problem) {
    private static Found none(String problem) {
      return new Found(Optional.empty(), problem);
    }
  }

  /** An app that is known here, however it was registered. */
  public Optional<App> find(Address address) {
    return apps.find(address)
        .or(
            () ->
                sql.first(
                    "select * from ledger_app where address = ?", LedgerApps::app, address.hex()));
  }

  /** The app of a deal, read from the ledger at the deal's block unless it is known. */
  public Found at(Address address, long block) {
    Optional<App> known = find(address);
    if (known.isPresent()) {
      return new Found(known, "");
    }
    Found found = read(address, entries.app(address, block));
    found.app().ifPresent(app -> store(app, block));
    return found;
  }

  private Found read(Address address, EntryFacts.AppEntry entry) {
    Matcher multiaddr = MULTIADDR.matcher(entry.multiaddr());
    if (!multiaddr.matches()) {
      return Found.none(
          "the app's multiaddr '"
              + quoted(entry.multiaddr())
              + "' is none of wasm:sha256:…, bundle:sha256:… and image:sha256:…, which this installation"
              + " runs;"
              + " store the program with gridbourse app put FILE and deploy what it prints");
    }
    Sha256 content = new Sha256(multiaddr.group(2));
    if (!entry.checksum().equals(Hex.of(content.bytes()))) {
      return Found.none(
          "the app's checksum " + entry.checksum() + " is not the hash in its multiaddr");
    }
    if (!store.exists(content)) {
      return Found.none(
          "the app's program "
              + content
              + " is not stored here; gridbourse app put FILE stores it");
    }
    Optional<String> named = Optional.ofNullable(multiaddr.group(3));
    try {
      return switch (multiaddr.group(1)) {
        case "image" -> image(address, entry, content, named);
        case "wasm" ->
            found(
                check.wasm(content),
                () -> app(address, entry, App.WASM, content, Optional.empty()));
        default -> {
          String program = named.orElse(ENTRY_DEFAULT);
          yield found(
              check.bundle(content, program),
              () -> app(address, entry, App.PROCESS, content, Optional.of(program)));
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Found image(
      Address address, EntryFacts.AppEntry entry, Sha256 content, Optional<String> named) {
    ImageCheck.Looked looked = images.look(content, named);
    return found(
        looked.refusal(),
        () -> app(address, entry, App.CONTAINER, content, looked.image().map(Sha256::toString)));
  }

  private static Found found(Optional<Registration.Refused> refusal, Supplier<App> app) {
    return refusal
        .map(refused -> Found.none("the app's program: " + refused.detail()))
        .orElseGet(() -> new Found(Optional.of(app.get()), ""));
  }

  private static App app(
      Address address,
      EntryFacts.AppEntry entry,
      String driver,
      Sha256 content,
      Optional<String> program) {
    return new App(
        entry.name(),
        address,
        entry.owner(),
        driver,
        content,
        program,
        Optional.empty(),
        NanoRlc.ZERO,
        App.State.REGISTERED,
        Optional.empty());
  }

  private void store(App app, long block) {
    sql.update(
        "insert into ledger_app (address, owner, name, driver, content, entry, block_number)"
            + " values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        app.address().hex(),
        app.owner().hex(),
        app.name(),
        app.driver(),
        app.content().toString(),
        app.entry(),
        block);
  }

  private static String quoted(String multiaddr) {
    String clean = multiaddr.replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= QUOTED_MAX ? clean : clean.substring(0, QUOTED_MAX) + "...";
  }

  private static App app(ResultSet row) throws SQLException {
    return new App(
        row.getString("name"),
        new Address(row.getString("address")),
        new Address(row.getString("owner")),
        row.getString("driver"),
        Sha256.parse(row.getString("content")),
        Optional.ofNullable(row.getString("entry")),
        Optional.empty(),
        NanoRlc.ZERO,
        App.State.REGISTERED,
        Optional.empty());
  }
}
