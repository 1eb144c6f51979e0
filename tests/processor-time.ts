/**
 * Milliseconds for which this process has kept a processor busy. Tests that something ends, whatever it is given, count these: on
 * a machine with other work to do the clock on the wall runs on.
 */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
