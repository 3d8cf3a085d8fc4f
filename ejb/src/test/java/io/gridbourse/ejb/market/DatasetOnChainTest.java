package io.gridbourse.ejb.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.contracts.EthCalls;
import io.gridbourse.contracts.HubCalls;
import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.DatasetOrder;
import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.market.Signed;
import io.gridbourse.domain.market.Tag;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.MarketViews.FillRequest;
import io.gridbourse.ejb.chain.EntryFacts;
import io.gridbourse.ejb.fixtures.FreshChain;
import io.gridbourse.ejb.fixtures.InMemoryBags;
import io.gridbourse.ejb.fixtures.TestChain;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.fixtures.TestMarket;
import io.gridbourse.ejb.sql.Sql;
import io.gridbourse.ejb.start.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.http.HttpService;

/** Deals with datasets that somebody registered on a real ledger, and what their tasks find. */
class DatasetOnChainTest {
  private static final String PARAMS = "{\"iexec_args\":\"run\"}";
  private static final byte[] FILE = "rows and rows".getBytes(StandardCharsets.UTF_8);
  private static final String NO_CHECKSUM = "0x" + "0".repeat(64);
  @RegisterExtension static final FreshChain FRESH = FreshChain.plain();

  @TempDir private static Path home;
  private final TestChain chain = FRESH.chain();
  private TestDatabase database;
  private InMemoryBags bags;
  private TestMarket market;
  private Sha256 stored;
  private int salts;

  @BeforeEach
  void openTheMarket() throws IOException {
    database = TestDatabase.create();
    bags = new InMemoryBags();
    market = new TestMarket(chain, database, bags, home).open();
    stored = market.store.put(new ByteArrayInputStream(FILE), FILE.length);
  }

  @Test
  void aStoredFileIsAnInputUnderTheDatasetsAddress() {
    for (String multiaddr :
        new String[] {
          "file:sha256:" + stored.hex(),
          "http://127.0.0.1:8080/ipfs/" + stored.hex() + "/rows.csv",
          "/ipfs/" + stored.hex()
        }) {
      Address dataset = dataset(multiaddr, Hex.of(stored.bytes()));
      Bag bag = dealWith(dataset);
      assertThat(bag.state()).as("%s", bag.reason()).isEqualTo(BagState.QUEUED);
      assertThat(bag.spec().inputs())
          .containsExactly(new BagSpec.Input("iexec_in/" + dataset.hex(), stored));
    }
  }

  @Test
  void tasksAreToldWhereTheFileIsAndDoNotCountItAsAnInputFile() {
    Address dataset = dataset("file:sha256:" + stored.hex(), NO_CHECKSUM);
    Bag bag = dealWith(dataset);
    App app = new Apps(database).find("noop").orElseThrow();
    Map<String, String> variables =
        IexecTask.variables(new Deals(database).find(bag.deal()).orElseThrow(), app, bag.spec());
    assertThat(variables)
        .containsEntry("IEXEC_DATASET_ADDRESS", dataset.hex())
        .containsEntry("IEXEC_DATASET_FILENAME", dataset.hex())
        .containsEntry("IEXEC_INPUT_FILES_NUMBER", "0");
  }

  @Test
  void whatCannotBeHadFailsTheBagWithTheReason() {
    assertThat(reason(dealWith(dataset("/ipfs/QmSomethingElsewhere", NO_CHECKSUM))))
        .contains("/ipfs/QmSomethingElsewhere")
        .contains("gridbourse app put")
        .contains("claimed back");
    assertThat(reason(dealWith(dataset("file:sha256:" + "ab".repeat(32), NO_CHECKSUM))))
        .contains("is not stored here");
    String other = "0x" + "cd".repeat(32);
    assertThat(reason(dealWith(dataset("file:sha256:" + stored.hex(), other))))
        .contains("checksum " + other);
  }

  @Test
  void anImageThatOthersRegisteredIsRunByItsDriver() throws IOException {
    ImageCheckTest.Layout layout = new ImageCheckTest.Layout();
    String image = layout.image("amd64", "a layer");
    byte[] tar = layout.tar(image + "|name");
    Sha256 archive = market.store.put(new ByteArrayInputStream(tar), 1 << 20);
    for (String multiaddr : new String[] {"image:" + archive, "image:" + archive + "#" + image}) {
      App app = onLedger(multiaddr, archive).app().orElseThrow();
      assertThat(app.driver()).isEqualTo(App.CONTAINER);
      assertThat(app.entry()).contains(image);
    }
    assertThat(onLedger("image:" + archive + "#other", archive).problem())
        .contains("holds no image other");
    assertThat(onLedger("image:" + stored, stored).problem()).contains("the app's program");
    assertThat(onLedger("registry/image:1", archive).problem()).contains("image:sha256:");
  }

  /** What is found of an app that the provider registered on the ledger alone. */
  private LedgerApps.Found onLedger(String multiaddr, Sha256 content) throws IOException {
    String owner = chain.keys.addressOf("provider").hex();
    String name = "app-" + ++salts;
    String checksum = Hex.of(content.bytes());
    Web3j node = Web3j.build(new HttpService(chain.rpc().toString()));
    String address =
        new EthCalls(node, chain.ledger()).predictApp(owner, name, multiaddr, checksum);
    chain.send(
        "provider",
        chain.ledger().appRegistry(),
        HubCalls.createApp(owner, name, multiaddr, checksum));
    long block = node.ethBlockNumber().send().getBlockNumber().longValueExact();
    node.shutdown();
    EntryFacts entries = new EntryFacts(market.endpoint, market.settings.chain());
    return new LedgerApps(database, entries, market.store).at(new Address(address), block);
  }

  @Test
  void votesThatWouldNeverAgreeAreNotBegun() {
    new Sql(database).update("update app set non_deterministic = true where name = 'noop'");
    Address dataset = dataset("file:sha256:" + stored.hex(), NO_CHECKSUM);
    assertThat(reason(dealWith(dataset, 4L)))
        .contains("the app noop differ from run to run")
        .contains("a trust of 4 needs")
        .contains("claimed back");
    assertThat(dealWith(dataset, 1L).state()).isEqualTo(BagState.QUEUED);
  }

  private static String reason(Bag bag) {
    assertThat(bag.state()).isEqualTo(BagState.FAILED);
    return bag.reason().orElseThrow();
  }

  /** Registers a dataset of the provider. */
  private Address dataset(String multiaddr, String checksum) {
    String owner = chain.keys.addressOf("provider").hex();
    String name = "rows-" + ++salts;
    Web3j node = Web3j.build(new HttpService(chain.rpc().toString()));
    String address =
        new EthCalls(node, chain.ledger()).predictDataset(owner, name, multiaddr, checksum);
    node.shutdown();
    chain.send(
        "provider",
        chain.ledger().datasetRegistry(),
        HubCalls.createDataset(owner, name, multiaddr, checksum));
    return new Address(address);
  }

  /** Offers the dataset for nothing, buys one task with it, and waits for the bag. */
  private Bag dealWith(Address dataset) {
    return dealWith(dataset, null);
  }

  private Bag dealWith(Address dataset, Long trust) {
    DatasetOrder order =
        new DatasetOrder(
            dataset,
            NanoRlc.ZERO,
            1,
            Tag.NONE,
            Address.ZERO,
            Address.ZERO,
            Address.ZERO,
            new Bytes32("0x" + String.format("%064x", ++salts)));
    Signed<DatasetOrder> signed = market.signing.sign("provider", order);
    assertThat(published(signed)).isInstanceOf(Publication.Listed.class);
    MarketAnswer answer =
        database.call(
            () ->
                market.filling.fill(
                    market.user("requester"),
                    new FillRequest(
                        null, "noop", dataset.hex(), "XS", 1, trust, null, PARAMS, false)));
    assertThat(answer).isInstanceOf(MarketAnswer.Answered.class);
    String deal = ((MarketAnswer.Answered) answer).view().fills().get(0).deal();
    market.rounds(6);
    return bags.find(BagId.of(new DealId(deal))).orElseThrow();
  }

  private Publication published(Signed<DatasetOrder> signed) {
    try {
      return market.publishing.publish(
          OrderKind.DATASET,
          Json.mapper().readTree(OrderForm.write(signed)),
          Optional.empty(),
          Optional.empty());
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
