package io.gridbourse.web.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.market.BookFilter;
import io.gridbourse.ejb.market.BookFilter.Restriction;
import io.gridbourse.ejb.market.BookQueries;
import io.gridbourse.ejb.market.ListedOrder;
import io.gridbourse.ejb.market.OrderPaths;
import io.gridbourse.ejb.market.Publication;
import io.gridbourse.ejb.market.PublishOrder;
import io.gridbourse.ejb.market.WithdrawOrders;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.web.gateway.BookAnswers.Found;
import io.gridbourse.web.gateway.BookAnswers.OrderForm;
import io.gridbourse.web.gateway.BookAnswers.OrderList;
import io.gridbourse.web.gateway.BookAnswers.Published;
import io.gridbourse.web.gateway.BookAnswers.Unpublished;
import io.gridbourse.web.http.ProblemException;
import io.gridbourse.web.http.Problems;
import io.gridbourse.web.identity.ProvenWallet;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;

/** The order book of the client: publish, unpublish, list, show. */
@Path("/{orders: apporders|datasetorders|workerpoolorders|requestorders}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class BookOrderResource {
  @Inject private BookQueries book;

  @Inject private PublishOrder publishOrder;

  @EJB private WithdrawOrders withdrawOrders;

  @Inject private ProvenWallet wallets;

  @Inject private ChainSettings chain;

  @Context private UriInfo uri;

  @PathParam("orders")
  private String path;

  /** What a client publishes. */
  public record Offer(JsonNode order) {}

  /** What a client takes back: an order by its hash, or the last or all of an entry. */
  public record Retreat(
      String target,
      String orderHash,
      String app,
      String dataset,
      String workerpool,
      String requester) {}

  /** Open orders, by price and then time. */
  @GET
  public OrderList list() {
    Question question = question();
    OrderKind kind = kind();
    BookFilter filter = filter(kind, question);
    Question.Page page = question.page();
    long count = book.count(filter);
    List<OrderForm> orders =
        book.list(filter, page.offset(), page.rows()).stream().map(this::form).toList();
    return new OrderList(true, orders, count, page.next(count));
  }

  /** One order, whatever became of it. */
  @GET
  @Path("{hash}")
  public Found find(@PathParam("hash") String hash) {
    question();
    return Found.of(form(known(hash)));
  }

  private ListedOrder known(String hash) {
    try {
      return book.find(new Bytes32(hash))
          .filter(order -> order.kind() == kind())
          .orElseThrow(() -> Problems.notFound("order", hash));
    } catch (IllegalArgumentException e) {
      throw Problems.notFound("order", hash);
    }
  }

  /** Puts a signed order into the book. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Published publish(@HeaderParam(HttpHeaders.AUTHORIZATION) String proof, Offer offer) {
    question();
    Address wallet = wallets.of(proof);
    JsonNode order = offer == null ? null : offer.order;
    Publication outcome =
        publishOrder.publish(kind(), order, Optional.empty(), Optional.of(wallet));
    if (outcome instanceof Publication.Refused refused) {
      int status = refused.reason() == Publication.Reason.NOT_THE_SIGNER ? 403 : 400;
      throw Problems.refused(
          status,
          refused.reason(),
          refused.field() + ": " + refused.detail() + ";",
          refused.field(),
          refused.remedy() + ".");
    }
    return new Published(true, form(((Publication.Listed) outcome).order()));
  }

  /** Takes orders out of the book. */
  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  public Unpublished unpublish(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String proof, Retreat retreat) {
    question();
    if (retreat == null || retreat.target == null) {
      throw Problems.invalid("target", "The target is missing.", null);
    }
    Address wallet = wallets.of(proof);
    List<String> gone =
        switch (retreat.target) {
          case "unpublish_orderHash" -> withdrawOrders.one(wallet, kind(), hash(retreat));
          case "unpublish_last" -> withdrawOrders.last(wallet, kind(), entry(retreat));
          case "unpublish_all" -> withdrawOrders.all(wallet, kind(), entry(retreat));
          default ->
              throw Problems.invalid(
                  "target",
                  "The target is unpublish_orderHash, unpublish_last or unpublish_all.",
                  null);
        };
    if (gone.isEmpty()) {
      throw new ProblemException(
          Problems.of(
              404,
              "NOTHING_PUBLISHED",
              "No open order of " + wallet + " is meant by this.",
              "target",
              null,
              "Only who signed an order can take it from the book."));
    }
    return new Unpublished(true, gone);
  }

  private static Bytes32 hash(Retreat retreat) {
    try {
      return new Bytes32(String.valueOf(retreat.orderHash));
    } catch (IllegalArgumentException e) {
      throw Problems.invalid("orderHash", "The orderHash is 0x and 64 hex digits.", null);
    }
  }

  private Address entry(Retreat retreat) {
    String member = OrderPaths.member(kind());
    String text =
        switch (kind()) {
          case APP -> retreat.app;
          case DATASET -> retreat.dataset;
          case POOL -> retreat.workerpool;
          case REQUEST -> retreat.requester;
        };
    try {
      return new Address(String.valueOf(text));
    } catch (IllegalArgumentException e) {
      throw Problems.invalid(member, "The " + member + " is 0x and 40 hex digits.", null);
    }
  }

  private BookFilter filter(OrderKind kind, Question question) {
    BookFilter filter = BookFilter.open(kind);
    switch (kind) {
      case APP -> offer(filter, question, "app", Restriction.APP);
      case DATASET -> {
        offer(filter, question, "dataset", Restriction.DATASET);
        if (question.isTrue("bulkOnly")) {
          filter.bulk();
        }
      }
      case POOL -> {
        offer(filter, question, "workerpool", Restriction.POOL);
        question.number("minTrust").ifPresent(filter::minTrust);
      }
      case REQUEST -> request(filter, question);
    }
    question.number("category").map(BookOrderResource::small).ifPresent(filter::category);
    question.tag("minTag").ifPresent(filter::minTag);
    question.tag("maxTag").ifPresent(filter::maxTag);
    question.number("minVolume").ifPresent(filter::minVolume);
    return filter;
  }

  private static int small(long number) {
    return (int) Math.min(Integer.MAX_VALUE, number);
  }

  private static void offer(
      BookFilter filter, Question question, String entry, Restriction ownKind) {
    question.address(entry).ifPresent(filter::entry);
    question.address(entry + "Owner").ifPresent(filter::owner);
    for (Restriction restriction : Restriction.values()) {
      if (restriction != ownKind) {
        restrict(filter, question, restriction);
      }
    }
  }

  private static void request(BookFilter filter, Question question) {
    question.address("app").ifPresent(filter::entry);
    question.address("requester").ifPresent(filter::owner);
    question.address("dataset").ifPresent(filter::dataset);
    question.address("beneficiary").ifPresent(filter::beneficiary);
    question.number("maxTrust").ifPresent(filter::maxTrust);
    restrict(filter, question, Restriction.POOL);
  }

  private static void restrict(BookFilter filter, Question question, Restriction restriction) {
    String name =
        switch (restriction) {
          case APP -> "app";
          case DATASET -> "dataset";
          case POOL -> "workerpool";
          case REQUESTER -> "requester";
        };
    if (!question.isAny(name)) {
      String strict = "is" + Character.toUpperCase(name.charAt(0)) + name.substring(1) + "Strict";
      filter.admits(restriction, question.address(name), question.isTrue(strict));
    }
  }

  private OrderForm form(ListedOrder order) {
    return OrderForm.of(order, chain.chainId());
  }

  private OrderKind kind() {
    return OrderPaths.kind(path).orElseThrow(() -> Problems.notFound("book", path));
  }

  private Question question() {
    return new Question(uri.getQueryParameters(), chain.chainId());
  }
}
