package io.gridbourse.worker.driver;

/** The end of what a process said, for messages. */
public final class LastWords {
  private final int charactersMax;
  private final StringBuilder kept = new StringBuilder();

  public LastWords(int charactersMax) {
    this.charactersMax = charactersMax;
  }

  /** Adds text, and forgets the oldest if there is too much. */
  public synchronized void add(String text) {
    kept.append(text);
    if (kept.length() > charactersMax) {
      kept.delete(0, kept.length() - charactersMax);
    }
  }

  /** What is kept, without blanks at its ends. */
  public synchronized String text() {
    return kept.toString().strip();
  }
}
