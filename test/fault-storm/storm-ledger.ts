/** A file as it is sent: its whole content, and how much of it was acknowledged. */
export interface StormUpload {
  readonly content: Buffer;
  sha256: string;
  offset: number;
}

/** What the service has acknowledged to its clients: all this must be found, whatever happens. */
export interface StormLedger {
  /** Uploads by id. */
  readonly uploads: Map<string, StormUpload>;
  /** Rows that were answered with success, by table. */
  readonly rows: Map<string, Set<string>>;
  /** Reports by id: the hash that seals what was signed. */
  readonly reports: Map<string, string>;
  /** Reports whose acknowledgement the platform was told to be taken. */
  readonly acknowledged: Set<string>;
}

/** Tables whose rows clients hear of. */
export type LedgerTable = 'pregnancy' | 'specimen' | 'run' | 'sample' | 'review' | 'report';

export function createLedger(): StormLedger {
  return {
    ...{ uploads: new Map(), rows: new Map() },
    ...{ reports: new Map(), acknowledged: new Set() },
  };
}

/** Notes a row the service says it has. */
export function noteRow({ rows }: StormLedger, table: LedgerTable, id: string): void {
  const known = rows.get(table) ?? new Set();
  rows.set(table, known.add(id));
}
