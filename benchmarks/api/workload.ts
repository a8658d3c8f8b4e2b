/** What `npm run bench:api` does: the sizes that make one day's numbers another day's. */
export const workload = {
  /** Issued reports that are read in turn. */
  reports: 200,
  /** People who read; each session has a rate limit of its own. */
  readers: 200,
  connections: 256,
  warmUpSeconds: 4,
  seconds: 8,
  /** Reads a second at which the slowest hundredth is judged. */
  pacedReadsPerSecond: 500,
  /** Counted reads of the BAM that is sent, and of each the workers decode meanwhile. */
  bamReads: 10_000_000,
  /** Files that wait to be decoded: more than the workers finish while reads are measured. */
  backlog: 48,
  /** Parts a file is sent in, as the upload client does. */
  partBytes: 16 * 2 ** 20,
  uploadPairs: 3,
} as const;

/** What the issue asks for, in the order of the table. */
export const goals = {
  idleReadsPerSecond: 4_000,
  loadedReadsPerSecond: 1_500,
  pacedP99Milliseconds: 50,
  loopLagP99Milliseconds: 20,
  uploadRatio: 0.5,
  countedRatio: 0.9,
  /** Resident memory after the last read against that after the first seconds of load. */
  memoryRatio: 1.2,
} as const;
