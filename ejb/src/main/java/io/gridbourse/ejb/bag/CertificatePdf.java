package io.gridbourse.ejb.bag;

import io.gridbourse.domain.wire.CertificateViews.BagFacts;
import io.gridbourse.domain.wire.CertificateViews.PartitionFacts;
import io.gridbourse.domain.wire.CertificateViews.ResultFacts;
import io.gridbourse.domain.wire.CertificateViews.SignedView;
import io.gridbourse.domain.wire.CertificateViews.StatementView;
import io.gridbourse.domain.wire.CertificateViews.TaskFacts;
import io.gridbourse.domain.wire.TrustViews.BallotView;
import io.gridbourse.domain.wire.TrustViews.ToleranceView;
import io.gridbourse.domain.wire.Views.VoteView;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;

/**
 * A certificate for people to read, file and print, with the signed document attached as {@value
 * PdfPages#ATTACHMENT}: who checks the attachment checks the page.
 */
public final class CertificatePdf {
  private static final int RLC_DECIMALS = 9;
  private static final int PARTITIONS_SHOWN = 20;

  private CertificatePdf() {}

  /** The document as PDF. */
  public static byte[] of(SignedView document) {
    StatementView statement = document.certificate();
    TaskFacts task = statement.task();
    String subject =
        task == null
            ? "Bag " + statement.bag().id()
            : "Task " + statement.bag().id() + "/" + task.index();
    try (PdfPages pages = new PdfPages("Certificate: " + subject)) {
      pages.title(task == null ? "Certificate of a bag" : "Certificate of a task", subject);
      if (task != null) {
        task(pages, task);
      }
      bag(pages, statement);
      if (task == null) {
        statement.ballots().forEach(each -> ballot(pages, each));
      }
      provenance(pages, statement);
      ledger(pages, statement);
      pages.heading("Signature");
      pages.row("issued", statement.issuedAt().toString());
      pages.row("signed by", document.signature().signer() + ", owner of the pool");
      pages.row("scheme", document.signature().scheme());
      pages.row("signature", document.signature().signature());
      pages.note(
          "The signed statement is attached as "
              + PdfPages.ATTACHMENT
              + ". Check it without any server: gridbourse certificate verify FILE --signer "
              + document.signature().signer()
              + ", or with --rpc against the ledger.");
      return pages.finish(SignedCertificates.bytes(document));
    }
  }

  private static void task(PdfPages pages, TaskFacts task) {
    ResultFacts result = task.result();
    pages.heading("Result");
    pages.row("digest", result.digest());
    if (result.bytes() != null) {
      pages.row("size", String.format(Locale.ROOT, "%,d bytes", result.bytes()));
    }
    if (result.failure() != null) {
      pages.row("program", result.failure());
    }
    result
        .files()
        .forEach(
            file ->
                pages.row(
                    file.name(),
                    String.format(Locale.ROOT, "%,d bytes, %s", file.bytes(), file.sha256())));
    pages.row("command", String.join(" ", task.command()));
    pages.heading("Why it is believed");
    pages.row("method", task.method().toLowerCase(Locale.ROOT));
    pages.row("votes", task.accepted() + " of the weight is for this answer");
    pages.row("error bound", "wrong with at most " + number(task.errorBound()));
    task.derivation().forEach(line -> pages.row("", line));
    if (task.doubt() != null) {
      pages.row("doubt", task.doubt());
    }
    if (task.acceptance() != null) {
      pages.row("acceptance", task.acceptance().sentence());
    }
    if (task.hosts() != null) {
      pages.row("hosts", task.hosts());
    }
    task.votes().forEach(vote -> vote(pages, vote));
  }

  private static void vote(PdfPages pages, VoteView vote) {
    String name = vote.workerName() == null ? "worker" : vote.workerName();
    String at = vote.committedAt() == null ? "" : ", sealed " + vote.committedAt();
    pages.row(name, vote.worker() + " " + vote.state().toLowerCase(Locale.ROOT) + at);
  }

  private static void bag(PdfPages pages, StatementView statement) {
    BagFacts bag = statement.bag();
    pages.heading("Bag");
    pages.row("name", bag.name());
    pages.row("state", bag.state().toLowerCase(Locale.ROOT));
    pages.row(
        "tasks",
        String.format(
            Locale.ROOT,
            "%,d; certified %,d, failed %,d",
            bag.tasks(),
            bag.certified(),
            bag.failed()));
    pages.row("requester", bag.requester());
    pages.row("submitted", bag.submittedAt().toString());
    if (bag.endedAt() != null) {
      pages.row("ended", bag.endedAt().toString());
    }
    pages.row("asked for", String.join(", ", statement.rule().rungs()));
    pages.row(
        "trust",
        statement.rule().trust() + ", results compared by " + statement.rule().comparator());
    tolerated(pages, statement);
  }

  private static void tolerated(PdfPages pages, StatementView statement) {
    ToleranceView tolerated = statement.rule().tolerated();
    if (tolerated != null) {
      pages.row(
          "tolerated",
          "a share of %s of wrong results in all tasks together"
              .formatted(number(tolerated.share())));
    }
  }

  private static void ballot(PdfPages pages, BallotView ballot) {
    pages.row(
        "votes",
        String.format(
            Locale.ROOT,
            "%,d tasks: %d for the result, %d against, %d never shown",
            ballot.tasks(),
            ballot.accepted(),
            ballot.outvoted(),
            ballot.silent()));
  }

  private static void provenance(PdfPages pages, StatementView statement) {
    pages.heading("Program and inputs");
    pages.row("app", statement.app().name() + " " + statement.app().address());
    if (statement.app().content() != null) {
      pages.row("content", statement.app().driver() + " " + statement.app().content());
    }
    pages.row("command", String.join(" ", statement.bag().command()));
    statement.inputs().forEach(input -> pages.row(input.path(), input.content()));
  }

  private static void ledger(PdfPages pages, StatementView statement) {
    pages.heading("Ledger");
    pages.row("chain", statement.ledger().chainId() + ", hub " + statement.ledger().hub());
    pages.row("deal", statement.deal().deal());
    pages.row(
        "matched",
        "transaction %s in block %d"
            .formatted(statement.deal().transaction(), statement.deal().block()));
    pages.row("pool", statement.deal().pool());
    pages.row(
        "price",
        new BigDecimal(new BigInteger(statement.deal().pricePerTask()), RLC_DECIMALS)
                .stripTrailingZeros()
                .toPlainString()
            + " RLC a task, category "
            + statement.deal().category());
    statement.partitions().stream().limit(PARTITIONS_SHOWN).forEach(each -> partition(pages, each));
    int more = statement.partitions().size() - PARTITIONS_SHOWN;
    if (more > 0) {
      pages.row("", more + " more partitions are in the attachment");
    }
  }

  private static void partition(PdfPages pages, PartitionFacts partition) {
    pages.row(
        "partition " + partition.number(),
        String.format(
            Locale.ROOT,
            "tasks %,d to %,d; certified %,d, failed %,d",
            partition.first(),
            partition.first() + partition.tasks() - 1,
            partition.certified(),
            partition.failed()));
    pages.row("root", partition.resultsRoot());
    pages.row(
        "settled",
        "transaction %s in block %d".formatted(partition.transaction(), partition.block()));
  }

  private static String number(double value) {
    return value == 0 || value >= 1e-4
        ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
        : String.format(Locale.ROOT, "%.2e", value);
  }
}
