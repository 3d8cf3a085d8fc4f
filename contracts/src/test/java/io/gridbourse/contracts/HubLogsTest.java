package io.gridbourse.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.contracts.HubEvent.OrderKind;
import io.gridbourse.contracts.abi.Hub;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.web3j.abi.EventEncoder;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Event;
import org.web3j.abi.datatypes.Type;
import org.web3j.protocol.core.methods.response.Log;

class HubLogsTest {
  private static final String APP = "0x" + "0a".repeat(20);
  private static final String POOL = "0x" + "0b".repeat(20);
  private static final String NOBODY = Hex.ADDRESS_ZERO;
  private static final String SALT = "0x" + "5a".repeat(32);
  private static final BigInteger MOST = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);

  @Test
  void broadcastOrdersAreReadAsTheyWereSent() {
    AppOrder app =
        new AppOrder(
            APP,
            MOST,
            BigInteger.TEN,
            Hex.WORD_ZERO,
            NOBODY,
            POOL,
            NOBODY,
            SALT,
            "0x" + "01".repeat(65));
    assertBroadcast(Hub.BROADCASTAPPORDER_EVENT, app.toAbi(), OrderKind.APP, app);
    DatasetOrder dataset = DatasetOrder.none();
    assertBroadcast(Hub.BROADCASTDATASETORDER_EVENT, dataset.toAbi(), OrderKind.DATASET, dataset);
    WorkerpoolOrder pool =
        new WorkerpoolOrder(
            POOL,
            BigInteger.ONE,
            MOST,
            Hex.WORD_ZERO,
            BigInteger.TWO,
            BigInteger.TEN,
            APP,
            NOBODY,
            NOBODY,
            SALT,
            "0x" + "02".repeat(64));
    assertBroadcast(Hub.BROADCASTWORKERPOOLORDER_EVENT, pool.toAbi(), OrderKind.WORKERPOOL, pool);
    assertBroadcast(
        Hub.BROADCASTREQUESTORDER_EVENT, request().toAbi(), OrderKind.REQUEST, request());
  }

  private static RequestOrder request() {
    return new RequestOrder(
        APP,
        BigInteger.ONE,
        NOBODY,
        BigInteger.ZERO,
        NOBODY,
        BigInteger.TWO,
        POOL,
        BigInteger.TEN,
        Hex.WORD_ZERO,
        BigInteger.ZERO,
        BigInteger.ONE,
        POOL,
        NOBODY,
        "{\"iexec_args\":\"--words \u00fcberlong --so-that they take --more than=one word\"}",
        SALT,
        "0x");
  }

  private static void assertBroadcast(Event event, Type<?> sent, OrderKind kind, Record order) {
    Log log = new Log();
    log.setTopics(List.of(EventEncoder.encode(event)));
    log.setData("0x" + FunctionEncoder.encodeConstructor(List.of(sent)));
    assertThat(HubLogs.decode(log)).contains(new HubEvent.OrderBroadcast(kind, order));
  }
}
