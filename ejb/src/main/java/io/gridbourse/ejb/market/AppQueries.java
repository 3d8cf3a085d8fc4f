package io.gridbourse.ejb.market;

import io.gridbourse.domain.wire.Views.AppView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** The apps, as anybody may see them. */
@ApplicationScoped
public class AppQueries {
  private static final int LIMIT = 1000;
  private Apps apps;

  protected AppQueries() {}

  /** Queries over the apps. */
  @Inject
  public AppQueries(Apps apps) {
    this.apps = apps;
  }

  /** All apps by name, at most a thousand. */
  public List<AppView> list() {
    return apps.list(LIMIT).stream().map(App::view).toList();
  }

  /** An app by its name or address. */
  public Optional<AppView> find(String nameOrAddress) {
    return apps.find(nameOrAddress).map(App::view);
  }
}
