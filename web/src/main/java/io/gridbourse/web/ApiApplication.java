package io.gridbourse.web;

import io.gridbourse.web.about.AboutResource;
import io.gridbourse.web.about.ClientConfigResource;
import io.gridbourse.web.bag.BagResource;
import io.gridbourse.web.bag.CertificateResource;
import io.gridbourse.web.bag.LeaseResource;
import io.gridbourse.web.bag.ResultResource;
import io.gridbourse.web.bag.SubmitResource;
import io.gridbourse.web.bag.TaskResource;
import io.gridbourse.web.data.ContentResource;
import io.gridbourse.web.event.EventResource;
import io.gridbourse.web.http.Borders;
import io.gridbourse.web.identity.IdempotencyFilter;
import io.gridbourse.web.identity.IdentityFilter;
import io.gridbourse.web.identity.SessionResource;
import io.gridbourse.web.ledger.AccountResource;
import io.gridbourse.web.ledger.LedgerResource;
import io.gridbourse.web.ledger.TransactionResource;
import io.gridbourse.web.market.AppResource;
import io.gridbourse.web.market.DealResource;
import io.gridbourse.web.market.InsuranceResource;
import io.gridbourse.web.market.MarketResource;
import io.gridbourse.web.market.OrderResource;
import io.gridbourse.web.market.PoolResource;
import io.gridbourse.web.pool.PoolWorkerResource;
import io.gridbourse.web.pool.ReservationResource;
import io.gridbourse.web.pool.WorkerTrustResource;
import io.gridbourse.web.proof.DisputeResource;
import io.gridbourse.web.proof.HistoryResource;
import io.gridbourse.web.proof.RecordResource;
import io.gridbourse.web.proof.TaskChallengeResource;
import io.gridbourse.web.schedule.CreditResource;
import io.gridbourse.web.schedule.ForecastResource;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** The REST interface, under {@code /api}. */
@ApplicationPath("/api")
@OpenAPIDefinition(
    info =
        @Info(
            title = "Gridbourse",
            version = "1",
            description =
                "Bags of tasks on a market of machines. Amounts are decimal strings in nRLC, times"
                    + " RFC 3339; refusals are RFC 9457 problems with a stable code."),
    security = {@SecurityRequirement(name = "token"), @SecurityRequirement(name = "session")})
@SecurityScheme(
    securitySchemeName = "token",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    description = "A personal token, gb_pat_...")
@SecurityScheme(
    securitySchemeName = "session",
    type = SecuritySchemeType.APIKEY,
    in = SecuritySchemeIn.COOKIE,
    apiKeyName = "gridbourse_session",
    description = "A browser's session; changes need the header X-CSRF-Token as well")
public class ApiApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Borders.with(
        AboutResource.class,
        AccountResource.class,
        AppResource.class,
        BagResource.class,
        CertificateResource.class,
        ClientConfigResource.class,
        ContentResource.class,
        CreditResource.class,
        DealResource.class,
        DisputeResource.class,
        EventResource.class,
        ForecastResource.class,
        HistoryResource.class,
        IdempotencyFilter.class,
        IdentityFilter.class,
        InsuranceResource.class,
        LeaseResource.class,
        LedgerResource.class,
        MarketResource.class,
        OrderResource.class,
        PoolResource.class,
        PoolWorkerResource.class,
        WorkerTrustResource.class,
        RecordResource.class,
        ReservationResource.class,
        ResultResource.class,
        SessionResource.class,
        SubmitResource.class,
        TaskChallengeResource.class,
        TaskResource.class,
        TransactionResource.class);
  }

  @Override
  public Map<String, Object> getProperties() {
    return Borders.SETTINGS;
  }
}
