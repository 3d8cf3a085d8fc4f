package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.Rest;
import io.gridbourse.contracts.SigningKey;
import java.math.BigInteger;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Buys a policy with a key that the server does not have: each call is signed here. */
final class BuyWithOwnKey {
  private static final String INSURANCE = "/api/v1/insurance/";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long PAUSE_MILLIS = 500;
  private static final int POLICIES_MAX = 10_000;
  private final Context context;
  private final Rest rest;
  private final OwnKey own;

  BuyWithOwnKey(Context context, Rest rest, OwnKey own) {
    this.context = context;
    this.rest = rest;
    this.own = own;
  }

  /** Has the deal quoted for the key's account, and sends the calls one after the other. */
  JsonNode buy(ObjectNode wanted) throws InterruptedException {
    SigningKey key = own.open();
    wanted.put("sign", true).put("wallet", OwnKey.proof(rest, key));
    JsonNode quote = rest.post(INSURANCE + "quotes", wanted).body();
    requireAtMost(wanted, new BigInteger(quote.path("premium").asText()));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (JsonNode call : quote.path("calls")) {
      String hash = OwnKey.send(rest, key, drafted(key, call, deadline));
      context.terminal().say(call.path("does").asText() + " is on its way in " + hash);
    }
    return quote;
  }

  /** The policy of a deal, as soon as the server has seen it on the ledger. */
  JsonNode policy(String deal) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      for (JsonNode policy : rest.list(INSURANCE + "policies", POLICIES_MAX)) {
        if (policy.path("deal").asText().equalsIgnoreCase(deal)) {
          return policy;
        }
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    throw new CommandFailed(
        ExitCode.TIMEOUT,
        "the ledger does not have the policy after " + PATIENCE.toSeconds() + " s",
        "look later with: gridbourse insurance describe " + deal);
  }

  private static void requireAtMost(ObjectNode wanted, BigInteger premium) {
    if (wanted.has("premiumMax")
        && premium.compareTo(new BigInteger(wanted.path("premiumMax").asText())) > 0) {
      throw new CommandFailed(
          ExitCode.CONFLICT,
          "the premium is " + premium + " nRLC, above --max-premium",
          "raise --max-premium, or leave it; the quote ends by itself");
    }
  }

  /** A call can be prepared once the ledger has the one before it. */
  private JsonNode drafted(SigningKey key, JsonNode call, long deadline)
      throws InterruptedException {
    ObjectNode draft = call.deepCopy();
    draft.remove("does");
    draft.put("from", key.address());
    while (true) {
      try {
        return rest.post("/api/v1/transactions/drafts", draft).body();
      } catch (CommandFailed e) {
        if (System.nanoTime() >= deadline || !e.getMessage().contains("would refuse")) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }
}
