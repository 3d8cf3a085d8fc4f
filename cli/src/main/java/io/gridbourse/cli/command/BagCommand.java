package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.Rest;
import io.gridbourse.cli.output.Column;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Bags. */
@Command(
    name = "bag",
    mixinStandardHelpOptions = true,
    description = "List, show, watch and cancel bags; see what is slow.",
    subcommands = {
      BagCommand.Ls.class,
      BagCommand.Describe.class,
      BagCommand.Watch.class,
      BagTailCommand.class,
      BagCommand.Cancel.class
    })
final class BagCommand extends Group {
  static String path(String bag) {
    return "/api/v1/bags/" + Rest.encode(bag);
  }

  @Command(name = "ls", mixinStandardHelpOptions = true, description = "List bags.")
  static final class Ls implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;
    @Mixin PageOptions page;

    @Option(names = "--state", paramLabel = "STATE", description = "Only bags in this state.")
    String state;

    @Option(names = "--name", paramLabel = "TEXT", description = "Only bags of this name.")
    String name;

    @Option(names = "--app", paramLabel = "APP", description = "Only bags of this app.")
    String app;

    Ls(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      List<String> query = new ArrayList<>();
      Group.filter(query, "state", state);
      Group.filter(query, "name", name);
      Group.filter(query, "app", app);
      String suffix = query.isEmpty() ? "" : "?" + String.join("&", query);
      List<JsonNode> rows = server.rest(context).list("/api/v1/bags" + suffix, page.limit);
      form.printer(context).list(Columns.BAGS, rows);
      return ExitCode.DONE.number();
    }
  }

  @Command(name = "describe", mixinStandardHelpOptions = true, description = "Show a bag whole.")
  static final class Describe implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    @Parameters(paramLabel = "BAG", description = "Id of the bag.")
    String bag;

    Describe(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      Rest rest = server.rest(context);
      JsonNode found = rest.get(path(bag));
      JsonNode tolerated = rest.get(path(bag) + "/certification").path("tolerated");
      if (found instanceof ObjectNode described && tolerated.isObject()) {
        described.set("tolerated", tolerated);
      }
      form.printer(context).one(Columns.BAGS, found);
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "watch",
      mixinStandardHelpOptions = true,
      description = "Show a bag's progress until its end; 0 if it completed, 1 if not.")
  static final class Watch implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    @Parameters(paramLabel = "BAG", description = "Id of the bag.")
    String bag;

    @Option(
        names = "--timeout",
        paramLabel = "TIME",
        converter = Durations.class,
        defaultValue = "0",
        description = "Stop watching after this (90s, 10m, 2h), with exit code 124.")
    Duration timeout;

    Watch(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      return Following.toTheEnd(
          context, server.rest(context), new Following.Wish(bag, timeout, true, form.format));
    }
  }

  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description = "Cancel a bag; what was certified is paid, the rest is refunded.")
  static final class Cancel implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    @Parameters(paramLabel = "BAG", arity = "1..*", description = "Ids of the bags.")
    List<String> bags;

    Cancel(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      Rest rest = server.rest(context);
      for (String bag : bags) {
        byte[] nothing = new byte[0];
        String key = "cancel-" + bag;
        JsonNode view = rest.post(path(bag) + "/cancel", nothing, "application/json", key).body();
        context
            .terminal()
            .say(
                bag + " will end" + (view.isObject() ? ": " + Column.text(view.at("/state")) : ""));
      }
      return ExitCode.DONE.number();
    }
  }
}
