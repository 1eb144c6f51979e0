/** What the exit code tells. The table is documented in the README and in `--help`. */
export const EXIT = {
  /** Everything that blocks passed, or is waived. */
  pass: 0,
  /** A blocker failed or is undetermined. */
  block: 1,
  /** The command line is wrong. */
  usage: 2,
  /** Something could not be read or decided: nothing was decided about it. */
  undecided: 3,
  /** A bug of ours. */
  bug: 4,
} as const;

/** One of the exit codes of {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
