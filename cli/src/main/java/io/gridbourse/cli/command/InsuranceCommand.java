package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.Rest;
import io.gridbourse.domain.ledger.NanoRlc;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Insurance of deals, and the capital behind it. */
@Command(
    name = "insurance",
    mixinStandardHelpOptions = true,
    description = "Insure deals against tasks that fail, come late or turn out wrong.",
    subcommands = {
      InsuranceCommand.Quote.class,
      InsuranceCommand.Buy.class,
      InsuranceCommand.Ls.class,
      InsuranceCommand.Describe.class,
      InsuranceCommand.Wishes.class,
      InsuranceCommand.Capital.class,
      InsuranceCommand.Invest.class,
      InsuranceCommand.Withdraw.class
    })
final class InsuranceCommand extends Group {
  private static final String PATH = "/api/v1/insurance/";
  private static final Set<String> UNDER_WAY = Set.of("WANTED", "APPROVING", "SENT");
  private static final long PAUSE_MILLIS = 300;

  /** A deal or its bag, and how much of it is covered. */
  static final class Subject {
    @Parameters(paramLabel = "BAG", description = "Your bag, or its deal on the ledger.")
    String name;

    @Option(
        names = "--cover",
        paramLabel = "AMOUNT",
        converter = AppCommand.Amount.class,
        description = "Paid for a task that goes wrong (default: its price).")
    NanoRlc cover;

    ObjectNode body() {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.put(name.startsWith("0x") ? "deal" : "bag", name);
      if (cover != null) {
        body.put("coverPerTask", cover.units().toString());
      }
      return body;
    }
  }

  @Command(
      name = "quote",
      mixinStandardHelpOptions = true,
      description = "Show what insuring a bag costs, and why.")
  static final class Quote implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;
    @Mixin Subject subject;

    @Option(
        names = "--sign",
        description = "Have it signed, to buy it with another tool; the bag is then not cancelled.")
    boolean sign;

    Quote(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      ObjectNode body = subject.body().put("sign", sign);
      JsonNode quote = server.rest(context).post(PATH + "quotes", body).body();
      form.printer(context).one(InsuranceColumns.QUOTE, quote);
      return ExitCode.DONE.number();
    }
  }

  /** Asks for something and waits until a block has it, or it is refused. */
  abstract static class Asking implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    @Option(names = "--no-wait", description = "Do not wait until the ledger has it.")
    boolean now;

    Asking(Context context) {
      this.context = context;
    }

    Context context() {
      return context;
    }

    Rest rest() {
      return server.rest(context);
    }

    FormatOptions form() {
      return form;
    }

    /** Whether nobody waits until the ledger has it. */
    boolean isHurried() {
      return now;
    }

    abstract String verb();

    abstract ObjectNode body();

    @Override
    public Integer call() throws InterruptedException {
      Rest rest = server.rest(context);
      JsonNode wish = rest.post(PATH + verb(), body()).body();
      while (!now && UNDER_WAY.contains(wish.path("state").asText())) {
        Thread.sleep(PAUSE_MILLIS);
        wish = rest.get(PATH + "wishes/" + wish.path("id").asText());
      }
      form.printer(context).one(InsuranceColumns.WISHES, wish);
      if (wish.path("state").asText().equals("REFUSED")) {
        throw new CommandFailed(
            ExitCode.CONFLICT, wish.path("reason").asText(), "see gridbourse insurance --help");
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "buy",
      mixinStandardHelpOptions = true,
      description = {
        "Buy a policy for a bag that runs.",
        "With --keystore it is bought for the account of that key, which must be the deal's requester."
      })
  static final class Buy extends Asking {
    @Mixin Subject subject;

    @Option(
        names = "--max-premium",
        paramLabel = "AMOUNT",
        converter = AppCommand.Amount.class,
        description = "Most that it may cost (default: what is quoted now).")
    NanoRlc most;

    @ArgGroup(exclusive = false, heading = "%nWith a key of your own:%n")
    OwnKey own;

    Buy(Context context) {
      super(context);
    }

    @Override
    public Integer call() throws InterruptedException {
      return own == null ? super.call() : withOwnKey();
    }

    private int withOwnKey() throws InterruptedException {
      BuyWithOwnKey buying = new BuyWithOwnKey(context(), rest(), own);
      JsonNode quote = buying.buy(body());
      String deal = quote.path("deal").asText();
      context()
          .terminal()
          .say("bought for %s nRLC, deal %s".formatted(quote.path("premium").asText(), deal));
      if (isHurried()) {
        form().printer(context()).one(InsuranceColumns.QUOTE, quote);
      } else {
        form().printer(context()).one(InsuranceColumns.POLICIES, buying.policy(deal));
      }
      return ExitCode.DONE.number();
    }

    @Override
    String verb() {
      return "policies";
    }

    @Override
    ObjectNode body() {
      ObjectNode body = subject.body();
      return most == null ? body : body.put("premiumMax", most.units().toString());
    }
  }

  @Command(name = "ls", mixinStandardHelpOptions = true, description = "List policies.")
  static final class Ls extends Listing {
    Ls(Context context) {
      super(context, PATH + "policies", InsuranceColumns.POLICIES);
    }
  }

  @Command(
      name = "describe",
      mixinStandardHelpOptions = true,
      description = "Show a policy, by its bag or deal.")
  static final class Describe extends Description {
    Describe(Context context) {
      super(context, PATH + "policies", InsuranceColumns.POLICIES);
    }
  }

  @Command(
      name = "wishes",
      mixinStandardHelpOptions = true,
      description = "List what was wanted of the insurance, and what came of it.")
  static final class Wishes extends Listing {
    Wishes(Context context) {
      super(context, PATH + "wishes", InsuranceColumns.WISHES);
    }
  }

  @Command(
      name = "capital",
      mixinStandardHelpOptions = true,
      description = "Show the insurers' capital and your part of it.")
  static final class Capital implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    Capital(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      form.printer(context)
          .one(InsuranceColumns.CAPITAL, server.rest(context).get(PATH + "capital"));
      return ExitCode.DONE.number();
    }
  }

  /** Moves capital. */
  abstract static class Moving extends Asking {
    @Parameters(
        paramLabel = "AMOUNT",
        converter = AppCommand.Amount.class,
        description = "Such as 5000 nRLC.")
    NanoRlc amount;

    Moving(Context context) {
      super(context);
    }

    @Override
    ObjectNode body() {
      return JsonNodeFactory.instance.objectNode().put("amount", amount.units().toString());
    }
  }

  @Command(
      name = "invest",
      mixinStandardHelpOptions = true,
      description = "Put free money into the insurers' capital.")
  static final class Invest extends Moving {
    Invest(Context context) {
      super(context);
    }

    @Override
    String verb() {
      return "capital/invest";
    }
  }

  @Command(
      name = "withdraw",
      mixinStandardHelpOptions = true,
      description = "Take your capital out, as far as no policy reserves it.")
  static final class Withdraw extends Moving {
    Withdraw(Context context) {
      super(context);
    }

    @Override
    String verb() {
      return "capital/withdraw";
    }
  }
}
