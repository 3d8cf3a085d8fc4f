package io.gridbourse.ejb.market;

import io.gridbourse.domain.wire.Views.AppView;
import io.gridbourse.domain.wire.Views.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** The apps, as anybody may see them. */
@ApplicationScoped
public class AppQueries {
  private Apps apps;

  protected AppQueries() {}

  /** Queries over the apps. */
  @Inject
  public AppQueries(Apps apps) {
    this.apps = apps;
  }

  /**
   * A page of apps by name.
   *
   * @param after the name of the last app of the page before
   */
  public Page<AppView> list(int limit, Optional<String> after) {
    return Page.of(apps.page(after, limit + 1), limit, App::view, App::name);
  }

  /** An app by its name or address. */
  public Optional<AppView> find(String nameOrAddress) {
    return apps.find(nameOrAddress).map(App::view);
  }
}
