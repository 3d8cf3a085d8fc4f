package io.gridbourse.ejb.schedule;

import io.gridbourse.ejb.settings.ScheduleSettings;

/**
 * Who a bag's service is charged to: its project if the pool gives that a share, otherwise its
 * requester, so that nobody gains by inventing projects.
 */
final class ShareHolder {
  /** Begins the name of a project that has a share. */
  static final String PROJECT = "project ";

  private ShareHolder() {}

  static String of(Terms terms, ScheduleSettings settings) {
    String project = terms.bag().spec().project();
    return settings.shares().containsKey(project)
        ? PROJECT + project
        : "account " + terms.bag().requester();
  }
}
