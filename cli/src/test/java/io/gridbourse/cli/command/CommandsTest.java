package io.gridbourse.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CommandsTest {
  private static final String ID = "b-0000000000000001";

  @TempDir Path folder;
  private final FakeServer server = new FakeServer();
  private Shell shell;

  @BeforeEach
  void aUserOfTheServer() {
    shell =
        new Shell()
            .with("XDG_CONFIG_HOME", folder.toString())
            .with("GRIDBOURSE_SERVER", server.url())
            .with("GRIDBOURSE_TOKEN", "gb_pat_test");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static String bag(String state, int certified) {
    return String.format(
        "{\"id\":\"%s\",\"name\":\"one\",\"state\":\"%s\",\"tasks\":8,"
            + "\"counts\":{\"certified\":%d,\"failed\":0},\"spent\":\"80\",\"app\":\"noop\"}",
        ID, state, certified);
  }

  private Path spec(String text) throws IOException {
    return Files.writeString(folder.resolve("spec.yaml"), text);
  }

  @Test
  void theBagsIdIsAllThatSubmitWritesToStandardOutput() throws IOException {
    server.answers("POST /api/v1/bags", 201, bag("MATCHING", 0));
    var ended = shell.run("submit", spec("kind: Bag\n").toString());
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).isEqualTo(ID + System.lineSeparator());
    var request = server.requests().get(0);
    assertThat(request.body()).isEqualTo("kind: Bag\n");
    assertThat(request.headers())
        .containsEntry("Content-type", "application/yaml")
        .containsEntry("Authorization", "Bearer gb_pat_test")
        .containsKey("Idempotency-key");
  }

  @Test
  void jsonIsSentAsJson() throws IOException {
    server.answers("POST /api/v1/bags", 201, bag("MATCHING", 0));
    shell.run("submit", spec(" {\"kind\":\"Bag\"}").toString());
    assertThat(server.requests().get(0).headers())
        .containsEntry("Content-type", "application/json");
  }

  @Test
  void aServerOnItsWayUpIsAskedAgainUnderTheSameKey() throws IOException {
    server.answers("POST /api/v1/bags", 503, "text/html", "starting".getBytes(UTF_8));
    server.answers("POST /api/v1/bags", 201, bag("MATCHING", 0));
    var ended = shell.run("submit", spec("kind: Bag\n").toString());
    assertThat(ended.code()).isZero();
    assertThat(ended.err()).contains("trying again");
    List<String> keys =
        server.requests().stream().map(r -> r.headers().get("Idempotency-key")).toList();
    assertThat(keys).hasSize(2);
    assertThat(keys.get(0)).isEqualTo(keys.get(1));
  }

  @ParameterizedTest
  @CsvSource({"COMPLETED,0", "FAILED,1", "CANCELLED,1"})
  void waitingEndsAsTheBagDoes(String state, int code) throws IOException {
    server.answers("POST /api/v1/bags", 201, bag("MATCHING", 0));
    server.answers("GET /api/v1/bags/" + ID, 200, bag("RUNNING", 3));
    server.answers("GET /api/v1/bags/" + ID, 200, bag(state, 8));
    var ended = shell.run("submit", "--wait", spec("kind: Bag\n").toString());
    assertThat(ended.code()).isEqualTo(code);
    assertThat(ended.out()).isEqualTo(ID + " " + state + System.lineSeparator());
  }

  @Test
  void waitingTooLongEndsWith124AndLeavesTheBag() throws IOException {
    server.answers("POST /api/v1/bags", 201, bag("MATCHING", 0));
    server.answers("GET /api/v1/bags/" + ID, 200, bag("RUNNING", 3));
    var ended = shell.run("submit", "--wait", "--timeout", "1s", spec("kind: Bag\n").toString());
    assertThat(ended.code()).isEqualTo(124);
    assertThat(ended.err()).contains("it goes on").contains("bag watch " + ID);
  }

  @Test
  void aDryRunThatFitsNowhereEndsWith6() throws IOException {
    server.answers(
        "POST /api/v1/bags?dryRun=true",
        200,
        "{\"matched\":false,\"tasks\":8,\"reason\":\"NO_POOL_FITS: none sells L\"}");
    var ended = shell.run("submit", "--dry-run", spec("kind: Bag\n").toString());
    assertThat(ended.code()).isEqualTo(6);
    assertThat(ended.out()).contains("NO_POOL_FITS");
  }

  @Test
  void aProblemSaysWhatFieldLimitAndRemedy() throws IOException {
    server.answers(
        "POST /api/v1/bags",
        422,
        "{\"status\":422,\"code\":\"TASKS_OUT_OF_RANGE\",\"detail\":\"10^12 tasks\","
            + "\"field\":\"spec.params\",\"limit\":\"100000000\",\"remedy\":\"split the bag\"}");
    var ended = shell.run("submit", spec("kind: Bag\n").toString());
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err().lines())
        .containsExactly(
            "gridbourse: TASKS_OUT_OF_RANGE: 10^12 tasks",
            "  field:  spec.params",
            "  limit:  100000000",
            "  remedy: split the bag");
    assertThat(ended.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400,BAD_SPEC,2",
    "401,TOKEN_INVALID,4",
    "403,NOT_ALLOWED,4",
    "404,NOT_FOUND,3",
    "409,IDEMPOTENCY_CONFLICT,6",
    "413,BODY_TOO_LARGE,6",
    "422,NO_FUNDS,6",
    "422,OVER_BUDGET,6",
    "422,UNKNOWN_APP,3",
    "422,DUPLICATE_KEY,2",
    "500,BROKEN,5"
  })
  void everyKindOfRefusalHasItsExitCode(int status, String code, int exit) {
    server.answers("GET /api/v1/bags/x", status, "{\"code\":\"" + code + "\",\"detail\":\"no\"}");
    assertThat(shell.run("bag", "describe", "x").code()).isEqualTo(exit);
  }

  @Test
  void noServerEndsWith5AndSaysWhere() {
    String gone = server.url();
    server.close();
    var ended = shell.with("GRIDBOURSE_SERVER", gone).run("bag", "ls");
    assertThat(ended.code()).isEqualTo(5);
    assertThat(ended.err()).contains("no answer from " + gone).contains("remedy");
  }

  @Test
  void listsComeInEveryForm() {
    server.answers(
        "GET /api/v1/bags?limit=1000",
        200,
        "{\"items\":["
            + bag("RUNNING", 3)
            + ",{\"id\":\"b-2\",\"name\":\"a,\\\"b\\\"\\u001b[31m\",\"state\":\"FAILED\"}]}");
    assertThat(shell.run("bag", "ls").out().lines().toList())
        .hasSize(3)
        .first(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .contains("BAG", "STATE", "CERTIFIED")
        .doesNotContain("DEAL");
    assertThat(shell.run("bag", "ls", "-o", "wide").out()).contains("DEAL");
    assertThat(shell.run("bag", "ls", "-o", "name").out().lines()).containsExactly(ID, "b-2");
    assertThat(shell.run("bag", "ls", "-o", "json").out()).contains("\"state\" : \"FAILED\"");
    assertThat(shell.run("bag", "ls", "-o", "yaml").out()).contains("state: FAILED");
    assertThat(shell.run("bag", "ls", "-o", "csv").out())
        .contains("\r\n")
        .contains("\"a,\"\"b\"\"[31m\"");
    assertThat(shell.run("bag", "ls").out()).doesNotContain("\u001b");
  }

  @Test
  void listsAreReadPageByPage() {
    server.answers(
        "GET /api/v1/workers?limit=1000",
        200,
        "{\"items\":[{\"address\":\"0x1\"}],\"nextCursor\":\"a b\"}");
    server.answers(
        "GET /api/v1/workers?limit=999&cursor=a%20b", 200, "{\"items\":[{\"address\":\"0x2\"}]}");
    assertThat(shell.run("worker", "ls", "-o", "name").out().lines()).containsExactly("0x1", "0x2");
  }

  @Test
  void whySaysTheSentenceFirst() {
    server.answers(
        "GET /api/v1/bags/b/tasks/7/why",
        200,
        "{\"subject\":\"b/7\",\"sentence\":\"It waits for a second vote.\","
            + "\"facts\":[\"credibility 0.5\"],\"remedy\":\"add workers\"}");
    assertThat(shell.run("why", "b/7").out().lines())
        .containsExactly(
            "It waits for a second vote.", "  credibility 0.5", "  remedy: add workers");
  }

  @Test
  void whyOfALeaseShowsTheRankings() {
    server.answers(
        "GET /api/v1/leases/b-0123456789abcdef.0.1.7/why",
        200,
        "{\"sentence\":\"It came first by rank.\",\"facts\":[],\"remedy\":null,\"rows\":[{\"place\":1,"
            + "\"net\":0.25,\"taken\":true,\"alternative\":\"account a\",\"shares\":["
            + "{\"criterion\":\"fit\",\"value\":1,\"contribution\":0.25}]}],\"hosts\":[]}");
    assertThat(shell.run("why", "b-0123456789abcdef.0.1.7").out().lines())
        .containsExactly(
            "It came first by rank.",
            "  bags for the worker:",
            "  * 1. +0.2500  account a (fit 1.00: +0.2500)");
  }

  @Test
  void workersAreReservedListedAndReleased() {
    String reservation = "{\"reservation\":\"r-1\",\"project\":\"cfd\",\"state\":\"HOLDS\"}";
    String path = "/api/v1/pools/local/reservations";
    server.answers("POST " + path, 201, reservation);
    server.answers("GET " + path + "?limit=1000", 200, "{\"items\":[" + reservation + "]}");
    server.answers("POST " + path + "/r-1/release", 200, reservation);
    assertThat(
            shell
                .run(
                    "pool",
                    "reserve",
                    "local",
                    "--project",
                    "cfd",
                    "--percent",
                    "40",
                    "--from",
                    "2026-03-01T08:00:00Z",
                    "--for",
                    "2h")
                .code())
        .isZero();
    assertThat(server.requests().get(0).body())
        .isEqualTo(
            "{\"project\":\"cfd\",\"percent\":40,\"lent\":false,"
                + "\"from\":\"2026-03-01T08:00:00Z\",\"until\":\"2026-03-01T10:00:00Z\"}");
    assertThat(shell.run("pool", "reservations", "local").out()).contains("r-1", "cfd", "HOLDS");
    assertThat(shell.run("pool", "release", "local", "r-1").code()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "pool reserve local --percent 40 --for 2h",
    "pool reserve local --project a --percent half --for 2h",
    "pool reserve local --project a --percent 1 --for soon",
    "why b-0123456789abcdef.0.1.7/x",
    "bag",
    "bag frobnicate",
    "submit",
    "submit --wait --watch x",
    "why a/b",
    "bag ls -o pdf",
    "app put a b.wasm --price -1",
    "submit x --timeout soon"
  })
  void aWrongCommandLineEndsWith2AndPointsToHelp(String line) {
    var ended = shell.run(line.split(" "));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).startsWith("gridbourse: ");
  }

  @Test
  void resultsAreUnpackedAndNeverOutsideTheFolder() throws IOException {
    server.answers("GET /api/v1/bags/b/results", 200, "application/zip", zip("0", "zero"));
    Path target = folder.resolve("out");
    assertThat(shell.run("results", "b", "-o", target.toString()).code()).isZero();
    assertThat(target.resolve("0")).hasContent("zero");

    server.answers("GET /api/v1/bags/evil/results", 200, "application/zip", zip("../x", "bad"));
    assertThat(shell.run("results", "evil", "-o", target.toString()).code()).isEqualTo(5);
    assertThat(folder.resolve("x")).doesNotExist();
    try (var files = Files.list(target)) {
      assertThat(files.map(Path::getFileName).map(Path::toString)).containsExactly("0");
    }
  }

  private static byte[] zip(String name, String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void anAppIsStoredAndThenRegistered() throws IOException {
    Path module = Files.write(folder.resolve("m.wasm"), new byte[] {0, 'a', 's', 'm'});
    server.answers("PUT /api/v1/content", 200, "{\"content\":\"sha256:ab\",\"bytes\":4}");
    server.answers("POST /api/v1/apps", 201, "{\"name\":\"m\",\"state\":\"LISTED\"}");
    var ended = shell.run("app", "put", "m", module.toString(), "--price", "5 nRLC", "-o", "name");
    assertThat(ended.out().strip()).isEqualTo("m");
    assertThat(server.requests().get(1).body())
        .contains("\"content\":\"sha256:ab\"", "\"driver\":\"wasm\"", "\"price\":\"5\"");
  }

  @Test
  void aCheckerThatIsNotThereIsToldBeforeAnythingIsStored() throws IOException {
    Path module = Files.writeString(folder.resolve("m.wasm"), "module");
    String checker = folder.resolve("nowhere.wasm").toString();
    var ended = shell.run("app", "put", "m", module.toString(), "--checker", checker);
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains(checker);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aLoginIsKeptForItsOwnerOnlyAndOptionsWinOverIt() throws IOException {
    server.answers("GET /api/v1/about", 200, "{\"user\":\"requester\"}");
    server.answers("GET /api/v1/pools?limit=1000", 200, "{\"items\":[]}");
    Shell fresh =
        new Shell()
            .with("XDG_CONFIG_HOME", folder.toString())
            .with("GRIDBOURSE_TOKEN", "gb_pat_kept");
    assertThat(fresh.run("login", server.url()).code()).isZero();
    Path token = folder.resolve("gridbourse/tokens/default");
    assertThat(Files.getPosixFilePermissions(token)).hasSize(2);

    Shell later = new Shell().with("XDG_CONFIG_HOME", folder.toString());
    assertThat(later.run("pool", "ls").code()).isZero();
    assertThat(later.run("pool", "ls", "--token", "gb_pat_other").code()).isZero();
    assertThat(server.requests().stream().map(r -> r.headers().get("Authorization")))
        .containsExactly("Bearer gb_pat_kept", "Bearer gb_pat_kept", "Bearer gb_pat_other");

    Files.setPosixFilePermissions(
        token, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
    var refused = later.run("pool", "ls");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("chmod 600");
  }

  @Test
  void withoutAServerTheUserIsToldHowToNameOne() {
    var ended = new Shell().with("XDG_CONFIG_HOME", folder.toString()).run("pool", "ls");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("GRIDBOURSE_SERVER").contains("gridbourse login");
  }

  @Test
  void theCompletionScriptKnowsTheCommands() {
    assertThat(shell.run("completion").out()).contains("submit", "idempotency-key");
  }
}
