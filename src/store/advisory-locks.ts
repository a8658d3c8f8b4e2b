/** The advisory locks of the service, in one place so that no two share a number. */
export const advisoryLocks = {
  /**
   * Held shared by every process that uses the embedded server; exclusive by the one that stops it.
   */
  embeddedServer: 7_301_001,
  /** Making the service's role and database. */
  application: 7_301_002,
  /** Appending to the audit chain, until the end of the transaction. */
  auditChain: 7_301_003,
  /** Signing a checkpoint of the audit chain, one process at a time. */
  checkpoint: 7_301_004,
  /** Making or wrapping the data keys. */
  dataKeys: 7_301_005,
  /** Making the first accounts. */
  firstStaff: 7_301_010,
  /** First of two numbers: storing or removing the bytes of one content. */
  content: 7_301_007,
  /** Doing the duties of all processes. */
  leader: 7_301_020,
} as const;
