/** A report that is none of ours, or lacks what every run has: why. */
export class UnreadableReport {
  constructor(readonly reason: string) {}
}
