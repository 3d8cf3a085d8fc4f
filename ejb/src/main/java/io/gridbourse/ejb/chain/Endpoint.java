package io.gridbourse.ejb.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.gridbourse.ejb.settings.ChainSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.http.HttpService;

/**
 * The JSON-RPC endpoint of the chain: every request ends within {@link #TIMEOUT}, every answer is
 * at most {@link #BODY_BYTES_MAX} long.
 */
@ApplicationScoped
public class Endpoint {
  /** Time that one request may take in all. */
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Bytes that one answer may have. */
  static final long BODY_BYTES_MAX = 5L << 20;

  private static final int CONNECTIONS_KEPT = 4;

  private HttpService http;

  protected Endpoint() {}

  /** The endpoint of the settings. */
  @Inject
  public Endpoint(ChainSettings settings) {
    this(settings.rpc());
  }

  /** An endpoint by its address. */
  public Endpoint(URI rpc) {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .callTimeout(TIMEOUT)
            .connectTimeout(TIMEOUT)
            .readTimeout(TIMEOUT)
            .writeTimeout(TIMEOUT)
            .connectionPool(new ConnectionPool(CONNECTIONS_KEPT, 1, TimeUnit.MINUTES))
            .followRedirects(false)
            .addInterceptor(Endpoint::limited)
            .build();
    this.http = new HttpService(rpc.toString(), client);
  }

  /** The endpoint for web3j's own calls, under the same limits. */
  public Web3j web3j() {
    return Web3j.build(http);
  }

  /** The result of a call, or the error that the endpoint gave. */
  Answer ask(String method, Object... params) {
    Request<Object, JsonAnswer> request =
        new Request<>(method, List.of(params), http, JsonAnswer.class);
    try {
      JsonAnswer answer = request.send();
      if (answer == null) {
        throw new ChainUnavailable(method + " of the chain's endpoint answered nothing");
      }
      JsonNode result = answer.getResult() == null ? NullNode.getInstance() : answer.getResult();
      return new Answer(result, answer.getError());
    } catch (IOException e) {
      throw new ChainUnavailable(
          "the chain's endpoint did not answer " + method + ": " + e.getMessage(), e);
    }
  }

  /** The result of a call that does not fail by design. */
  JsonNode result(String method, Object... params) {
    Answer answer = ask(method, params);
    if (answer.error != null) {
      throw new ChainUnavailable(
          method + " of the chain's endpoint failed: " + answer.error.getMessage());
    }
    return answer.result;
  }

  private static okhttp3.Response limited(Interceptor.Chain chain) throws IOException {
    okhttp3.Response response = chain.proceed(chain.request());
    okhttp3.ResponseBody body = response.body();
    if (body != null && body.source().request(BODY_BYTES_MAX + 1)) {
      response.close();
      throw new IOException("the answer has more than " + BODY_BYTES_MAX + " bytes");
    }
    return response;
  }

  /** What came: a result, or an error and a null result. */
  record Answer(JsonNode result, Response.Error error) {}

  /** An answer whose result is taken as it is. */
  public static final class JsonAnswer extends Response<JsonNode> {}
}
