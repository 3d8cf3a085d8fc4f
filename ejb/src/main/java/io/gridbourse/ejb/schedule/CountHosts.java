package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.schedule.Eligibility;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.Views.QuotedHosts;
import io.gridbourse.ejb.market.App;
import io.gridbourse.ejb.market.BagHosts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Counts workers online for bags that are not there yet. */
@ApplicationScoped
public class CountHosts implements BagHosts {
  private Dispatcher dispatcher;

  protected CountHosts() {}

  /** The workers of this dispatcher. */
  @Inject
  public CountHosts(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  public QuotedHosts count(BagSpec spec, App app, Address requester, NanoRlc price) {
    Eligibility.Census census =
        Demands.wouldBe(
                spec,
                requester,
                app.driver(),
                price,
                dispatcher.matches(),
                dispatcher.licenceNames())
            .census(dispatcher.hosts());
    List<String> facts = HostCensus.exclusions(census);
    return new QuotedHosts(
        census.hosts(),
        census.eligible(),
        census.sentence(),
        census.remedy().isEmpty() ? null : census.remedy(),
        facts);
  }
}
