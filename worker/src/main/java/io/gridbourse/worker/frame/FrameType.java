package io.gridbourse.worker.frame;

/** Kinds of frames. The code is the first byte of a frame's payload. */
public enum FrameType {
  /** To the child: a module's name and bytes. */
  MODULE(1),
  /** To the child: a program that uses a module. */
  PROGRAM(2),
  /** To the child: run a range of tasks of a program. */
  RUN(3),
  /** To the child: stop the run. */
  CANCEL(4),
  /** To the child: try to leave your sandbox. */
  ATTACK(5),
  /** From the child: it is up. */
  READY(16),
  /** From the child: answers of some tasks of a run. */
  ANSWERS(17),
  /** From the child: the run ended, with its computing time. */
  DONE(18),
  /** From the child: what the attack got through to. */
  BREACHES(19),
  /** From the child: what a task of the run saved. */
  SAVED(20);

  private final int code;

  FrameType(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static FrameType of(int code) {
    for (FrameType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new IllegalArgumentException("a frame has the unknown type " + code);
  }
}
