import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BinCounts } from '../../src/analysis/bin-counts/bin-counts.ts';
import { envelope } from '../../src/security/envelope.ts';
import { masterKey } from '../../src/security/master-key.ts';
import { uuidV7 } from '../../src/security/uuid-v7.ts';
import { insertBinCounts, loadBinCounts, packBinCounts } from '../../src/store/bin-counts-store.ts';
import { insertRun } from '../../src/store/run-store.ts';
import { insertSamples } from '../../src/store/sample-store.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const sealer = envelope(masterKey(Buffer.alloc(32, 3)));
const binCount = 61_000;
const autosomeBinCount = 57_000;
const now = new Date('2026-04-23T02:00:00Z');

const counts: BinCounts = {
  ...{ sample: 'A', assembly: 'GRCh38', binSizeBases: 50_000, gcFraction: 0.41 },
  ...{ reads: { counted: 2_345_678 }, source: { file: 'A.bam', sha256: 'a'.repeat(64) } },
  forward: Uint32Array.from({ length: binCount }, (_, i) => (i * 7) % 83),
  reverse: Uint32Array.from({ length: binCount }, (_, i) => (i * 5) % 79),
  gc: Float64Array.from({ length: binCount }, (_, i) => (i % 9 === 0 ? Number.NaN : i / binCount)),
};

let database: TestDatabase;
const sampleId = uuidV7();

beforeAll(async () => {
  database = await createTestDatabase();
  const { kysely } = database;
  const [runId, keyId] = [uuidV7(), uuidV7()];
  await kysely
    .insertInto('actor')
    .values({ id: keyId, kind: 'api-key', name: 'n', display_name: 'n' })
    .execute();
  const aligner = { name: 'bwa', version: '1', reference: 'GRCh38', duplicateMarking: 'none' };
  await insertRun(kysely, {
    ...{ id: runId, instrument: 'I', flowcell: 'F', aligner, registeredBy: keyId },
    ...{ registeredAt: now, lanes: [], chemistry: null, reagentLots: [], urgent: false },
  });
  const sample = { id: sampleId, runId, name: 'A', kind: 'negative-control' as const };
  await insertSamples(kysely, [{ ...sample, specimenId: null, fileName: 'A.bam' }]);
});
afterAll(() => database.close());

describe('stored counts', () => {
  const key = { sampleId, inputSha256: 'a'.repeat(64), softwareVersion: '0', countedAt: now };

  it('come back as they were, and once', async () => {
    const packed = await packBinCounts(sealer, { counts, autosomeBinCount });
    const id = await insertBinCounts(database.kysely, packed, key);
    expect((await loadBinCounts(database.kysely, sealer, id))?.counts).toEqual(counts);
    const again = await packBinCounts(sealer, { counts, autosomeBinCount });
    expect(await insertBinCounts(database.kysely, again, key)).toBe(id);
  });

  it('say nothing without the key: no bin, and no sum that X and Y are the rest of', async () => {
    const row = await database.kysely
      .selectFrom('bin_counts')
      .selectAll()
      .executeTakeFirstOrThrow();
    for (const bytes of [row.autosomes_sealed, row.sex_chromosomes_sealed]) {
      expect(() => gunzipSync(bytes)).toThrow();
      expect(bytes.includes('2345678')).toBe(false);
    }
    const shown = ['assembly', 'autosomeBinCount', 'binSizeBases', 'sample'];
    expect(new Set(Object.keys(row.header))).toEqual(new Set(shown));
    const other = envelope(masterKey(Buffer.alloc(32, 4)));
    await expect(loadBinCounts(database.kysely, other, row.id)).rejects.toThrow(
      'another master key',
    );
  });
});
