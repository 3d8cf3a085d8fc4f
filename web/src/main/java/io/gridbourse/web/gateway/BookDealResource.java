package io.gridbourse.web.gateway;

import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.ejb.market.DealFilter;
import io.gridbourse.ejb.market.TradeQueries;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.web.gateway.DealAnswers.DealForm;
import io.gridbourse.web.gateway.DealAnswers.DealList;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/** Final deals, as the client lists them. */
@Path("/deals")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class BookDealResource {
  @Inject private TradeQueries trades;

  @Inject private ChainSettings chain;

  @Context private UriInfo uri;

  /** Deals of a requester, of an order, or with an app, dataset or pool; the newest first. */
  @GET
  public DealList list() {
    Question question = new Question(uri.getQueryParameters(), chain.chainId());
    DealFilter filter = new DealFilter();
    question.address("requester").ifPresent(filter::requester);
    question.address("app").ifPresent(app -> filter.entry(OrderKind.APP, app));
    question.address("dataset").ifPresent(dataset -> filter.entry(OrderKind.DATASET, dataset));
    question.address("workerpool").ifPresent(pool -> filter.entry(OrderKind.POOL, pool));
    question.hash("apporderHash").ifPresent(hash -> filter.order(OrderKind.APP, hash));
    question.hash("datasetorderHash").ifPresent(hash -> filter.order(OrderKind.DATASET, hash));
    question.hash("workerpoolorderHash").ifPresent(hash -> filter.order(OrderKind.POOL, hash));
    question.hash("requestorderHash").ifPresent(hash -> filter.order(OrderKind.REQUEST, hash));
    Question.Page page = question.page();
    long count = trades.count(filter);
    List<DealForm> deals =
        trades.list(filter, page.offset(), page.rows()).stream()
            .map(made -> DealForm.of(made, chain.chainId()))
            .toList();
    return new DealList(true, deals, count, page.next(count));
  }
}
