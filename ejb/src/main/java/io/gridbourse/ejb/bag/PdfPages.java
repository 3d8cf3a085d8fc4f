package io.gridbourse.ejb.bag;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** Pages of A4 with headings and rows of a name and a text, which is broken where it must be. */
final class PdfPages implements AutoCloseable {
  /** The file that is attached. */
  static final String ATTACHMENT = "certificate.json";

  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
  private static final float MARGIN = 56;
  private static final float NAMES = 84;
  private static final float TEXT = 8.5f;
  private static final float LINE = 12;
  private static final float INK = 0.1f;
  private static final float PALE = 0.42f;

  private final PDDocument document = new PDDocument();
  private final PDFont font;
  private final String subject;
  private PDPageContentStream page;
  private float y;
  private int number;

  /** A document without pages. */
  PdfPages(String subject) {
    this.subject = subject;
    document.getDocumentInformation().setTitle(subject);
    document.getDocumentInformation().setCreator("Gridbourse");
    document.getDocumentCatalog().setLanguage("en");
    try (InputStream in = PDDocument.class.getResourceAsStream(FONT)) {
      this.font = PDType0Font.load(document, in, true);
      newPage();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  void title(String title, String below) {
    write(MARGIN, 20, INK, title);
    y -= 18;
    write(MARGIN, 10, PALE, below);
    y -= 10;
  }

  void heading(String text) {
    room(4 * LINE);
    y -= LINE;
    write(MARGIN, 11, INK, text);
    y -= 5;
    line();
    y -= LINE + 1;
  }

  /** A name, and a text beside it. */
  void row(String name, String text) {
    float width = PDRectangle.A4.getWidth() - 2 * MARGIN - NAMES;
    boolean isFirst = true;
    List<String> names = broken(name, NAMES - 6);
    for (String part : broken(text, width)) {
      room(LINE);
      if (isFirst) {
        write(MARGIN, TEXT, PALE, names.get(0) + (names.size() > 1 ? "…" : ""));
      }
      write(MARGIN + NAMES, TEXT, INK, part);
      y -= LINE;
      isFirst = false;
    }
  }

  void note(String text) {
    y -= LINE / 2;
    for (String part : broken(text, PDRectangle.A4.getWidth() - 2 * MARGIN)) {
      room(LINE);
      write(MARGIN, TEXT, PALE, part);
      y -= LINE;
    }
  }

  /** The document with a file attached. */
  byte[] finish(byte[] attached) {
    try {
      page.close();
      attach(attached);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void attach(byte[] content) throws IOException {
    PDEmbeddedFile file = new PDEmbeddedFile(document, new ByteArrayInputStream(content));
    file.setSubtype("application/json");
    file.setSize(content.length);
    PDComplexFileSpecification specification = new PDComplexFileSpecification();
    specification.setFile(ATTACHMENT);
    specification.setFileUnicode(ATTACHMENT);
    specification.setFileDescription("The signed statement");
    specification.setEmbeddedFile(file);
    specification.setEmbeddedFileUnicode(file);
    PDEmbeddedFilesNameTreeNode tree = new PDEmbeddedFilesNameTreeNode();
    tree.setNames(Map.of(ATTACHMENT, specification));
    PDDocumentNameDictionary names = new PDDocumentNameDictionary(document.getDocumentCatalog());
    names.setEmbeddedFiles(tree);
    document.getDocumentCatalog().setNames(names);
  }

  private void newPage() throws IOException {
    if (page != null) {
      page.close();
    }
    PDPage next = new PDPage(PDRectangle.A4);
    document.addPage(next);
    page = new PDPageContentStream(document, next);
    number++;
    y = MARGIN / 2;
    write(MARGIN, 7, PALE, subject + " · page " + number);
    y = PDRectangle.A4.getHeight() - MARGIN - 8;
  }

  private void room(float height) {
    if (y - height < MARGIN) {
      try {
        newPage();
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }

  private void write(float x, float size, float grey, String text) {
    try {
      page.beginText();
      page.setFont(font, size);
      page.setNonStrokingColor(grey);
      page.newLineAtOffset(x, y);
      page.showText(shown(text));
      page.endText();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void line() {
    try {
      page.setStrokingColor(0.8f);
      page.setLineWidth(0.5f);
      page.moveTo(MARGIN, y);
      page.lineTo(PDRectangle.A4.getWidth() - MARGIN, y);
      page.stroke();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** What the font cannot draw is drawn as a question mark; the attachment has it. */
  private String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(point -> shown.append(isDrawn(point) ? Character.toString(point) : "?"));
    return shown.toString();
  }

  private boolean isDrawn(int point) {
    if (Character.isISOControl(point)) {
      return false;
    }
    try {
      return font.encode(Character.toString(point)).length > 0;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  /** Lines that fit, broken at spaces, and within words that are too long. */
  private List<String> broken(String text, float width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : shown(text).split(" ", -1)) {
      String rest = word;
      if (line.length() > 0 && width(line + " " + rest) <= width) {
        line.append(' ').append(rest);
        continue;
      }
      if (line.length() > 0) {
        lines.add(line.toString());
      }
      while (width(rest) > width) {
        int fits = fitting(rest, width);
        lines.add(rest.substring(0, fits));
        rest = rest.substring(fits);
      }
      line = new StringBuilder(rest);
    }
    lines.add(line.toString());
    return lines;
  }

  private int fitting(String text, float width) {
    int fits = 1;
    while (fits < text.length() && width(text.substring(0, fits + 1)) <= width) {
      fits++;
    }
    return fits;
  }

  private float width(String text) {
    try {
      return font.getStringWidth(text) / 1000 * TEXT;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static UncheckedIOException failed(IOException e) {
    return new UncheckedIOException("a PDF cannot be written", e);
  }

  @Override
  public void close() {
    try {
      document.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
