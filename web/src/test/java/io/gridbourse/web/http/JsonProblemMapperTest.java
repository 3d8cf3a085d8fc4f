package io.gridbourse.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gridbourse.domain.wire.AppRequest;
import io.gridbourse.domain.wire.MarketViews.OrderRequest;
import io.gridbourse.domain.wire.Views.Counts;
import io.gridbourse.domain.wire.Views.Problem;
import io.gridbourse.ejb.start.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonProblemMapperTest {
  @Test
  void aKeyGivenTwiceIsNamedWithItsPlace() {
    Problem problem = refused("{\"name\":\"a\",\n\"name\":\"b\"}", AppRequest.class);
    assertThat(problem.code()).isEqualTo("DUPLICATE_KEY");
    assertThat(problem.detail()).contains("name", "line 2");
  }

  @Test
  void anUnknownKeyIsNamedBesideThoseThatAreKnown() {
    Problem problem = refused("{\"nome\":\"a\"}", AppRequest.class);
    assertThat(problem.code()).isEqualTo("UNKNOWN_KEY");
    assertThat(problem.field()).isEqualTo("nome");
    assertThat(problem.remedy()).contains("name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1\"", "\"\"", "\" \"", "0.5", "1e999999999", "true", "{}"})
  void whatIsNoWholeNumberIsNoNumber(String value) {
    Problem problem = refused("{\"waiting\":" + value + "}", Counts.class);
    assertThat(problem.code()).isEqualTo("INVALID_VALUE");
    assertThat(problem.field()).isEqualTo("waiting");
    assertThat(problem.detail()).doesNotContain("io.gridbourse", "java.");
  }

  @Test
  void aNumberLongerThanAnyAmountIsRefusedBeforeItIsParsed() {
    String digits = "9".repeat(300_000);
    assertThat(refused("{\"waiting\":" + digits + "}", Counts.class).code())
        .isEqualTo("LIMIT_EXCEEDED");
  }

  @Test
  void aLongNumberWithinAValueOfAnyFormIsRefusedForItsLength() {
    String order = "{\"kind\":\"request\",\"order\":{\"volume\":" + "9".repeat(300) + "}}";
    Problem problem = refused(order, OrderRequest.class);
    assertThat(problem.code()).isEqualTo("LIMIT_EXCEEDED");
    assertThat(problem.field()).isEqualTo("order");
  }

  @Test
  void deepNestingIsRefused() {
    String deep = "{\"labels\":".repeat(100_000);
    assertThat(refused(deep, Object.class).code()).isEqualTo("LIMIT_EXCEEDED");
  }

  @Test
  void whatIsNoJsonIsSaidToBeNone() {
    assertThat(refused("{\"name\":", AppRequest.class).code()).isEqualTo("INVALID_JSON");
  }

  @Test
  void textAfterTheEndIsRefused() {
    assertThat(refused("{} {}", AppRequest.class).status()).isEqualTo(400);
  }

  private static Problem refused(String body, Class<?> type) {
    JsonProcessingException failure =
        catchThrowableOfType(
            JsonProcessingException.class, () -> Json.mapper().readValue(body, type));
    assertThat(failure).as("the body is refused").isNotNull();
    return JsonProblemMapper.problem(failure);
  }
}
