package io.gridbourse.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private Shell.Ended run(String verb, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("case.json"), text);
    return new Shell().run("lab", verb, file.toString());
  }

  private JsonNode solved(String verb, String text) throws IOException {
    Shell.Ended ended = run(verb, text);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    return JSON.readTree(ended.out());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  @Test
  void thePublishedRankingComesOut() throws IOException {
    JsonNode answer =
        solved(
            "rank",
            """
            {"criteria": [
               {"name": "a", "weight": 0.3, "direction": "min", "function": "usual"},
               {"name": "b", "weight": 0.7, "direction": "max", "function": "usual",
                "q": null, "p": null, "s": null}],
             "alternatives": [
               {"id": "A1", "values": [5.2, -3.5]},
               {"id": "A2", "values": [4.3, -1.2]},
               {"id": "A3", "values": [6.7, -2.0]}]}
            """);
    assertThat(texts(answer.path("order"))).containsExactly("A2", "A3", "A1");
    assertThat(answer.at("/flows/0/id").asText()).isEqualTo("A1");
    assertThat(answer.at("/flows/0/plus").asDouble()).isCloseTo(0.15, within(1e-12));
    assertThat(answer.at("/flows/0/minus").asDouble()).isCloseTo(0.85, within(1e-12));
    assertThat(answer.at("/flows/0/net").asDouble()).isCloseTo(-0.7, within(1e-12));
    assertThat(answer.at("/steps/0/contributions/1/contribution").asDouble())
        .isCloseTo(0.7, within(1e-12));
    assertThat(answer.path("why").asText()).startsWith("A2 leads A3");
  }

  private static String rank(String criterion, String values) {
    return "{\"criteria\":["
        + criterion
        + "],\"alternatives\":[{\"id\":1,\"values\":[1]},{\"id\":2,\"values\":"
        + values
        + "}]}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name':'a','weight':1,'direction':'min','function':'best'}|[2]|criteria[0].function",
        "{'name':'a','weight':0.9,'direction':'min','function':'usual'}|[2]|criteria[*].weight",
        "{'name':'a','weight':-1,'direction':'min','function':'usual'}|[2]|criteria[0].weight",
        "{'name':'a','weight':1,'direction':'up','function':'usual'}|[2]|criteria[0].direction",
        "{'name':'a','weight':1,'direction':'min','function':'linear','q':5,'p':2}|[2]|criteria[0].p",
        "{'name':'a','weight':1,'direction':'min','function':'linear','q':5}|[2]|criteria[0].p",
        "{'name':'a','weight':1,'direction':'min','function':'level','q':5,'p':2}|[2]|criteria[0].p",
        "{'name':'a','weight':1,'direction':'min','function':'linear','q':-5,'p':2}|[2]|criteria[0].q",
        "{'name':'a','weight':1,'direction':'min','function':'gaussian','s':0}|[2]|criteria[0].s",
        "{'name':'a','weight':1,'direction':'min','function':'usual'}|[1e999]|alternatives[1].values[0]",
        "{'name':'a','weight':1,'direction':'min','function':'usual'}|[1,2]|alternatives[1].values",
        "{'name':'a','weight':1,'direction':'min','function':'usual'}|['x']|alternatives[1].values[0]",
        "{'name':'a','weight':1,'direction':'min','function':'usual','z':1}|[2]|criteria[0]"
      })
  void aBadDecisionIsRefusedByItsField(String criterion, String values, String field)
      throws IOException {
    Shell.Ended ended = run("rank", rank(criterion, values).replace('\'', '"'));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("field:  " + field + System.lineSeparator());
    assertThat(ended.err()).contains("remedy:");
  }

  @Test
  void nothingToRankIsRefused() throws IOException {
    String criteria = "{\"name\":\"a\",\"weight\":1,\"direction\":\"min\",\"function\":\"usual\"}";
    Shell.Ended none = run("rank", "{\"criteria\":[" + criteria + "],\"alternatives\":[]}");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("field:  alternatives" + System.lineSeparator());
    Shell.Ended noCriteria = run("rank", "{\"criteria\":[],\"alternatives\":[]}");
    assertThat(noCriteria.err()).contains("field:  criteria" + System.lineSeparator());
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "1e", "+1"})
  void whatIsNoNumberIsRefusedByItsLine(String number) throws IOException {
    Shell.Ended ended =
        run(
            "rank",
            rank(
                "{\"name\":\"a\",\"weight\":1,\"direction\":\"min\",\"function\":\"usual\"}",
                "[" + number + "]"));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains("line 1")
        .contains("field:  alternatives[1].values[0]" + System.lineSeparator())
        .contains("remedy:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"criteria\": NaN}",
        "{\"criteria\":[],\"alternatives\":[]}",
        "{\"votes\":[]} {}",
        "\u0000"
      })
  void whatIsNoCaseIsRefused(String text) throws IOException {
    for (String verb : List.of("rank", "certify", "place", "predict")) {
      Shell.Ended ended = run(verb, text);
      assertThat(ended.code()).as(verb).isEqualTo(2);
      assertThat(ended.err()).doesNotContain("broke");
    }
  }

  @Test
  void aKeyThatIsThereTwiceIsRefused() throws IOException {
    Shell.Ended ended = run("predict", "{\"total\":1,\"total\":2}");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("Duplicate field 'total'").contains("field:  total");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Shell.Ended ended = new Shell().run("lab", "rank", folder.resolve("none.json").toString());
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("none.json");
  }

  private static String votes(String... digests) {
    StringBuilder votes = new StringBuilder();
    for (int i = 0; i < digests.length; i++) {
      votes.append(i == 0 ? "" : ",");
      votes.append(
          String.format(Locale.ROOT, "{\"worker\":\"w%d\",\"digest\":\"%s\"}", i, digests[i]));
    }
    return "[" + votes + "]";
  }

  @Test
  void oneLiarIsOutvotedAsTheLedgerDoes() throws IOException {
    String text = "{\"rule\":\"poco\",\"trust\":4,\"votes\":" + votes("B", "A", "A", "A") + "}";
    JsonNode open = solved("certify", text);
    assertThat(open.path("accepted").asBoolean()).isFalse();
    assertThat(open.at("/groups/1/weight").asText()).isEqualTo("8");
    assertThat(open.at("/groups/1/credibility").asDouble()).isCloseTo(8.0 / 11, within(1e-12));
    assertThat(open.path("more").asInt()).isEqualTo(1);
    JsonNode done = solved("certify", text.replace("[{", "[{\"worker\":\"x\",\"digest\":\"A\"},{"));
    assertThat(done.path("accepted").asBoolean()).isTrue();
    assertThat(done.path("digest").asText()).isEqualTo("A");
    assertThat(done.path("errorBound").asDouble()).isCloseTo(3.0 / 19, within(1e-12));
    assertThat(done.path("steps")).isNotEmpty();
  }

  @Test
  void aTrustOfZeroIsTakenForOne() throws IOException {
    JsonNode none = solved("certify", "{\"rule\":\"poco\",\"trust\":0,\"votes\":[]}");
    assertThat(none.path("accepted").asBoolean()).isFalse();
    assertThat(none.path("more").asInt()).isEqualTo(1);
    assertThat(
            solved("certify", "{\"rule\":\"poco\",\"trust\":0,\"votes\":" + votes("A") + "}")
                .path("accepted")
                .asBoolean())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({"2,795000000", "3,630000000", "4,547500000", "5,498000000"})
  void theMoneyOfATaskIsSplitAsPublished(int workers, long credited) throws IOException {
    String[] digests = new String[workers];
    java.util.Arrays.fill(digests, "A");
    JsonNode payouts =
        solved(
                "certify",
                "{\"rule\":\"poco\",\"trust\":3,\"votes\":"
                    + votes(digests)
                    + ",\"money\":{\"price\":1000000000,\"app\":\"1000\",\"dataset\":1000000,"
                    + "\"stakePercent\":30,\"schedulerPercent\":1,\"kitty\":2000000000}}")
            .path("payouts");
    assertThat(payouts.at("/workers/0/credited").asLong()).isEqualTo(credited);
    assertThat(payouts.at("/scheduler/reward").asLong() + 300_000_000)
        .isEqualTo(310_000_000 + leftOver(workers));
    assertThat(payouts.at("/scheduler/fromKitty").asLong()).isEqualTo(1_000_000_000);
    assertThat(payouts.path("requesterPaid").asLong()).isEqualTo(1_001_001_000);
    if (workers == 2) {
      assertThat(payouts.path("paidOutWithStakes").asLong()).isEqualTo(1_901_001_000);
    }
  }

  private static long leftOver(int workers) {
    return 990_000_000 - 990_000_000L / workers * workers;
  }

  @Test
  void statedCredibilitiesMakeGroups() throws IOException {
    String vote = "{\"worker\":\"%s\",\"digest\":\"%s\",\"credibility\":0.8}";
    JsonNode answer =
        solved(
            "certify",
            "{\"rule\":\"credibility\",\"epsilon\":0.25,\"votes\":["
                + String.join(
                    ",",
                    vote.formatted("a", "X"),
                    vote.formatted("b", "X"),
                    vote.formatted("c", "Y"))
                + "]}");
    assertThat(answer.at("/groups/0/credibility").asDouble()).isCloseTo(0.761905, within(5e-7));
    assertThat(answer.at("/groups/1/credibility").asDouble()).isCloseTo(0.190476, within(5e-7));
    assertThat(answer.path("accepted").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'rule':'poco','votes':[]|trust",
        "'rule':'poco','trust':-1,'votes':[]|trust",
        "'rule':'guess','votes':[]|rule",
        "'rule':'credibility','epsilon':0,'votes':[]|epsilon",
        "'rule':'none','votes':[{'worker':'a','digest':'x'},{'worker':'a','digest':'y'}]|votes[1].worker",
        "'rule':'none','votes':[{'worker':'a','digest':'x','score':-1}]|votes[0].score",
        "'rule':'none','votes':[{'worker':'a'}]|votes[0]",
        "'rule':'none','votes':[{'worker':'a','digest':'x'}],'money':{'price':-1}|money.price",
        "'rule':'none','votes':[{'worker':'a','digest':'x'}],'money':{'price':'1.5'}|money.price"
      })
  void badVotesAreRefusedByTheirField(String body, String field) throws IOException {
    Shell.Ended ended = run("certify", "{" + body.replace('\'', '"') + "}");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("field:  " + field + System.lineSeparator());
  }

  @Test
  void dataGoWhereTheRuleSaysStepByStep() throws IOException {
    JsonNode answer =
        solved(
            "place",
            """
            {"newAtOnce": 1, "hosts": ["h1", {"id": "h2", "holds": ["old"]}],
             "data": [{"id": "d1"}, {"id": "d2", "replica": 0, "affinity": "d1"},
                      {"id": "d10", "lifetimeUntil": 50}],
             "steps": [{"sync": "h1"}, {"at": 10, "sync": "h1"}, {"sync": "h2"},
                       {"at": 60, "sync": "h2"}, {"delete": "d1", "sync": "h1"}]}
            """);
    assertThat(texts(answer.at("/steps/0/holds"))).containsExactly("d1");
    assertThat(texts(answer.at("/steps/1/holds"))).containsExactly("d2", "d1");
    assertThat(texts(answer.at("/steps/2/holds"))).containsExactly("d10");
    assertThat(answer.at("/steps/2/dropped/old").asText()).isEqualTo("it is not known");
    assertThat(answer.at("/steps/3/dropped/d10").asText()).isEqualTo("its lifetime is over");
    assertThat(texts(answer.at("/holds/h1"))).containsExactly("d2");
    assertThat(texts(answer.at("/holds/h2"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'sync':'h9'}|steps[1].sync",
        "{'at':-5,'sync':'h1'}|steps[1].at",
        "{'at':5}|steps[1]"
      })
  void badStepsAreRefusedByTheirField(String step, String field) throws IOException {
    String text = "{'hosts':['h1'],'data':[],'steps':[{'at':0,'sync':'h1'}," + step + "]}";
    Shell.Ended ended = run("place", text.replace('\'', '"'));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("field:  " + field + System.lineSeparator());
  }

  @Test
  void aBagInItsTailGetsSupport() throws IOException {
    String text =
        "{\"samples\":[{\"t\":9000,\"completed\":%d,\"assigned\":100}],\"total\":100,"
            + "\"credits\":1500,\"strategy\":\"9C-G-R\",\"deadline\":12000,"
            + "\"history\":[{\"predicted\":100,\"actual\":120}]}";
    JsonNode early = solved("predict", text.formatted(89));
    assertThat(early.path("trigger").asBoolean()).isFalse();
    assertThat(early.path("workers").asInt()).isZero();
    JsonNode answer = solved("predict", text.formatted(90));
    assertThat(answer.path("trigger").asBoolean()).isTrue();
    assertThat(answer.path("workers").asInt()).isEqualTo(100);
    assertThat(answer.path("remaining").asDouble()).isCloseTo(3_000, within(1e-6));
    assertThat(answer.at("/steps/alpha").asDouble()).isCloseTo(1.2, within(1e-12));
    assertThat(answer.at("/forecast/probability").asDouble()).isBetween(0.5, 0.8);
  }

  @Test
  void withoutACompletedTaskNothingIsPredicted() throws IOException {
    JsonNode answer =
        solved(
            "predict",
            "{\"samples\":[],\"total\":5,\"credits\":0,\"strategy\":{\"trigger\":\"D\"}}");
    assertThat(answer.path("remaining").isNull()).isTrue();
    assertThat(answer.has("forecast")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'samples':[],'total':5,'credits':-1,'strategy':'9C-G-R'|credits",
        "'samples':[],'total':0,'credits':1,'strategy':'9C-G-R'|total",
        "'samples':[],'total':5,'credits':1,'strategy':'fast'|strategy",
        "'samples':[],'total':5,'credits':1,'strategy':'9C-G-R','deadline':-1|deadline",
        "'samples':[],'total':5,'credits':1e99,'strategy':'9C-G-R'|credits",
        "'samples':[],'total':5,'credits':1,'strategy':{'sizing':'fixed'}|strategy.workers",
        "'samples':[{'t':1,'completed':1,'assigned':0}],'total':5,'credits':1,'strategy':'9C-G-R'"
            + "|samples[0].completed",
        "'samples':[{'t':5,'completed':0,'assigned':0},{'t':4,'completed':0,'assigned':0}],"
            + "'total':5,'credits':1,'strategy':'9C-G-R'|samples[1].t"
      })
  void badSamplesAreRefusedByTheirField(String body, String field) throws IOException {
    Shell.Ended ended = run("predict", "{" + body.replace('\'', '"') + "}");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("field:  " + field + System.lineSeparator());
  }
}
