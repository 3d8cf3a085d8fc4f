package io.gridbourse.worker;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** One line an event on standard error: time, level, message. */
final class Logging {
  private static volatile StatusLine statusLine = StatusLine.NONE;

  private Logging() {}

  static void setUp() {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(new ErrorHandler());
    Logger.getLogger("org.web3j").setLevel(Level.WARNING);
    Logger.getLogger("okhttp3").setLevel(Level.WARNING);
  }

  /** Lines are written above this status line from now on. */
  static void above(StatusLine line) {
    statusLine = line;
  }

  private static final class ErrorHandler extends Handler {
    ErrorHandler() {
      setFormatter(new LineFormatter());
    }

    @Override
    public void publish(LogRecord event) {
      if (isLoggable(event)) {
        statusLine.print(getFormatter().format(event));
      }
    }

    @Override
    public void flush() {
      System.err.flush();
    }

    @Override
    public void close() {
      flush();
    }
  }

  private static final class LineFormatter extends Formatter {
    @Override
    public String format(LogRecord event) {
      String message = formatMessage(event).replaceAll("[\\p{Cntrl}&&[^\\t]]+", " ");
      StringWriter text = new StringWriter();
      text.append(event.getInstant().truncatedTo(ChronoUnit.MILLIS).toString())
          .append(' ')
          .append(event.getLevel().getName())
          .append(' ')
          .append(message)
          .append(System.lineSeparator());
      if (event.getThrown() != null) {
        event.getThrown().printStackTrace(new PrintWriter(text, true));
      }
      return text.toString();
    }
  }
}
