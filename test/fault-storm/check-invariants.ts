import { openDatabase } from '../../src/store/database.ts';
import type { Invariant, Look } from './invariants.ts';

/**
 * Holds every invariant against one snapshot, while the load goes on; answers what does not hold,
 * each with the invariant's name. What was acknowledged is copied first: the snapshot is newer.
 */
export async function checkInvariants(
  all: Readonly<Record<string, Invariant>>,
  { url, ...look }: Omit<Look, 'kysely' | 'latest'> & { readonly url: string },
): Promise<string[]> {
  const { uploads, rows, reports, acknowledged } = look.ledger;
  const ledger = {
    uploads: new Map([...uploads].map(([id, upload]) => [id, { ...upload }])),
    rows: new Map([...rows].map(([table, ids]) => [table, new Set(ids)])),
    ...{ reports: new Map(reports), acknowledged: new Set(acknowledged) },
  };
  const database = openDatabase(url, { connectionCountMax: 2 });
  try {
    return await database.kysely
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (kysely) => {
        const broken: string[] = [];
        for (const [name, invariant] of Object.entries(all)) {
          const faults = await invariant({ ...look, ledger, kysely, latest: database.kysely });
          broken.push(...faults.map((fault) => `${name}: ${fault}`));
        }
        return broken;
      });
  } finally {
    await database.close();
  }
}
