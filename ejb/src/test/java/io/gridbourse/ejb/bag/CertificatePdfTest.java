package io.gridbourse.ejb.bag;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.wire.CertificateViews.AppFacts;
import io.gridbourse.domain.wire.CertificateViews.BagFacts;
import io.gridbourse.domain.wire.CertificateViews.DealFacts;
import io.gridbourse.domain.wire.CertificateViews.FileFacts;
import io.gridbourse.domain.wire.CertificateViews.InputFacts;
import io.gridbourse.domain.wire.CertificateViews.LedgerFacts;
import io.gridbourse.domain.wire.CertificateViews.PartitionFacts;
import io.gridbourse.domain.wire.CertificateViews.ResultFacts;
import io.gridbourse.domain.wire.CertificateViews.RuleFacts;
import io.gridbourse.domain.wire.CertificateViews.SignatureView;
import io.gridbourse.domain.wire.CertificateViews.SignedView;
import io.gridbourse.domain.wire.CertificateViews.StatementView;
import io.gridbourse.domain.wire.CertificateViews.TaskFacts;
import io.gridbourse.domain.wire.TrustViews.BallotView;
import io.gridbourse.domain.wire.Views.VoteView;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/** The page says what the attachment says, and the attachment is the document itself. */
class CertificatePdfTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final String HASH = "0x" + "ab".repeat(32);
  private static final String ACCOUNT = "0x" + "12".repeat(20);

  @Test
  void aTaskFillsAPageAndCarriesItsDocument() throws IOException {
    SignedView document = document("Käfer und 虫 \u0007", task(4), List.of(partition(0)));
    try (PDDocument pdf = Loader.loadPDF(CertificatePdf.of(document))) {
      assertThat(pdf.getNumberOfPages()).isLessThanOrEqualTo(2);
      assertThat(attached(pdf)).isEqualTo(SignedCertificates.bytes(document));
      assertThat(text(pdf))
          .contains("Certificate of a task", "b-0000000000000001/7", HASH, ACCOUNT)
          .contains("Käfer und ? ?", "wrong with at most 0.25", "out.txt", "worker-3")
          .contains("gridbourse certificate verify FILE");
    }
  }

  @Test
  void aBagOfManyPartitionsGoesOnOnMorePages() throws IOException {
    List<PartitionFacts> partitions = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      partitions.add(partition(i));
    }
    SignedView document = document("sweep", null, partitions);
    try (PDDocument pdf = Loader.loadPDF(CertificatePdf.of(document))) {
      assertThat(pdf.getNumberOfPages()).isBetween(2, 3);
      assertThat(text(pdf))
          .contains("Certificate of a bag", "44 more partitions are in the attachment")
          .contains("900 tasks: 3 for the result, 1 against, 0 never shown", "page 2");
      assertThat(attached(pdf)).isEqualTo(SignedCertificates.bytes(document));
    }
  }

  private static byte[] attached(PDDocument pdf) throws IOException {
    return pdf.getDocumentCatalog()
        .getNames()
        .getEmbeddedFiles()
        .getNames()
        .get("certificate.json")
        .getEmbeddedFile()
        .toByteArray();
  }

  private static String text(PDDocument pdf) throws IOException {
    return new PDFTextStripper().getText(pdf).replaceAll("\\s+", " ");
  }

  private static PartitionFacts partition(int number) {
    return new PartitionFacts(number, number * 16L, 16, 16, 0, HASH, HASH, 42);
  }

  private static TaskFacts task(int votes) {
    List<VoteView> all = new ArrayList<>();
    for (int i = 0; i < votes; i++) {
      all.add(
          new VoteView(ACCOUNT, "worker-" + i, "lease", "ACCEPTED", 2L, HASH, AT, AT, AT, null));
    }
    return new TaskFacts(
        7,
        17,
        HASH,
        List.of("vanity", "--index", "7"),
        new ResultFacts(HASH, null, 120L, List.of(new FileFacts("out.txt", 120, "sha256:ab"))),
        "VOTE",
        "3/4",
        0.25,
        List.of("three of four", "so one quarter"),
        all,
        List.of(HASH),
        null,
        null,
        null,
        null);
  }

  private static SignedView document(String name, TaskFacts task, List<PartitionFacts> partitions) {
    return new SignedView(
        "gridbourse-certificate/1",
        new StatementView(
            AT,
            new LedgerFacts(31_337, ACCOUNT),
            new BagFacts(
                "b-0000000000000001",
                name,
                null,
                ACCOUNT,
                "COMPLETED",
                List.of("vanity", "--index", "{index}"),
                1_024,
                1_024,
                0,
                AT,
                AT,
                AT),
            new AppFacts("vanity", ACCOUNT, ACCOUNT, "wasm", "sha256:" + HASH, null, null),
            List.of(new InputFacts("mesh.dat", "sha256:" + HASH)),
            new DealFacts(HASH, ACCOUNT, ACCOUNT, 10, "XS", "1001000", AT, HASH, 40),
            new RuleFacts(4, 0.75, List.of("replicate"), "bytes", null),
            partitions,
            task,
            task == null ? List.of(new BallotView(3, 1, 0, 900)) : List.of()),
        new SignatureView("EIP-191 over RFC 8785", ACCOUNT, "0x" + "cd".repeat(65)));
  }
}
