import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Kysely } from 'kysely';
import type { BinCounts } from '../analysis/bin-counts/bin-counts.ts';
import type { Envelope } from '../security/envelope.ts';
import { uuidV7 } from '../security/uuid-v7.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;
type Facts = Omit<BinCounts, 'forward' | 'reverse' | 'gc'>;
/** What may be read without a key; the totals would tell the reads of X and Y by subtraction. */
type Header = Pick<Facts, 'sample' | 'assembly' | 'binSizeBases'> & {
  readonly autosomeBinCount: number;
};

/** What seals chromosomes X and Y. */
export type Sealer = Envelope;

const compress = promisify(gzip);
const decompress = promisify(gunzip);
const autosomesClass = 'bin_counts.autosomes';
const sexChromosomesClass = 'bin_counts.sex_chromosomes';
const lengthBytes = 4;
const bytesPerBin = 4 + 4 + 8;

/**
 * A sample's counts ready to be stored: chromosomes X and Y with the totals, and 1–22, each sealed.
 * Summed up, 1–22 would tell the reads of X and Y too: the total stands in the sealed analysis.
 */
export interface PackedBinCounts {
  readonly id: string;
  readonly header: Header;
  readonly autosomesSealed: Buffer;
  readonly sexChromosomesSealed: Buffer;
}

/** Packs counts before the transaction that stores them, which stays short. */
export async function packBinCounts(
  sealer: Sealer,
  { counts, autosomeBinCount }: { counts: BinCounts; autosomeBinCount: number },
): Promise<PackedBinCounts> {
  const id = uuidV7();
  const { forward, reverse, gc, ...facts } = counts;
  const binCount = forward.length;
  const part = (start: number, end: number) =>
    compress(
      Buffer.concat(
        [forward, reverse, gc].map((array) => {
          const { buffer, byteOffset, byteLength } = array.subarray(start, end);
          return Buffer.from(buffer, byteOffset, byteLength);
        }),
      ),
    );
  const restricted = joinRestricted(facts, await part(autosomeBinCount, binCount));
  const { sample, assembly, binSizeBases } = facts;
  return {
    id,
    header: { sample, assembly, binSizeBases, autosomeBinCount },
    autosomesSealed: sealer.seal(await part(0, autosomeBinCount), {
      ...{ recordClass: autosomesClass, recordId: id },
    }),
    sexChromosomesSealed: sealer.seal(restricted, {
      ...{ recordClass: sexChromosomesClass, recordId: id },
    }),
  };
}

/** One text to seal: length of the facts, the facts as JSON, the packed bins of X and Y. */
function joinRestricted(facts: Facts, bins: Buffer): Buffer {
  const text = Buffer.from(JSON.stringify(facts));
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32LE(text.length);
  return Buffer.concat([length, text, bins]);
}

function splitRestricted(bytes: Buffer): { facts: Facts; bins: Buffer } {
  const end = lengthBytes + bytes.readUInt32LE();
  return {
    facts: JSON.parse(bytes.toString('utf8', lengthBytes, end)) as Facts,
    bins: bytes.subarray(end),
  };
}

interface NewBinCounts {
  readonly sampleId: string;
  readonly inputSha256: string;
  readonly softwareVersion: string;
  readonly countedAt: Date;
}

/** Stores counts, unless the same input was counted by the same version; answers the row's id. */
export async function insertBinCounts(
  db: Db,
  packed: PackedBinCounts,
  key: NewBinCounts,
): Promise<string> {
  await db
    .insertInto('bin_counts')
    .values({
      id: packed.id,
      sample_id: key.sampleId,
      input_sha256: key.inputSha256,
      software_version: key.softwareVersion,
      header: JSON.stringify(packed.header),
      autosomes_sealed: packed.autosomesSealed,
      sex_chromosomes_sealed: packed.sexChromosomesSealed,
      counted_at: key.countedAt,
    })
    .onConflict((conflict) =>
      conflict.columns(['sample_id', 'input_sha256', 'software_version']).doNothing(),
    )
    .execute();
  const found = await findBinCounts(db, key);
  if (found === null) throw new Error('counts vanished while they were stored');
  return found;
}

/** The id of a sample's counts of one input by one version, if it was counted already. */
export async function findBinCounts(
  db: Db,
  key: Omit<NewBinCounts, 'countedAt'>,
): Promise<string | null> {
  const row = await db
    .selectFrom('bin_counts')
    .select('id')
    .where('sample_id', '=', key.sampleId)
    .where('input_sha256', '=', key.inputSha256)
    .where('software_version', '=', key.softwareVersion)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** The id of a sample's newest counts of one input, whatever version made them. */
export async function findCountsOfInput(
  db: Db,
  { sampleId, inputSha256 }: Pick<NewBinCounts, 'sampleId' | 'inputSha256'>,
): Promise<string | null> {
  const row = await db
    .selectFrom('bin_counts')
    .select('id')
    .where('sample_id', '=', sampleId)
    .where('input_sha256', '=', inputSha256)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Counts as the analysis takes them, with the sample they belong to. */
export async function loadBinCounts(
  db: Db,
  sealer: Sealer,
  id: string,
): Promise<{ sampleId: string; inputSha256: string; counts: BinCounts } | null> {
  const row = await db.selectFrom('bin_counts').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return null;
  const { autosomeBinCount } = row.header as unknown as Header;
  const open = (sealed: Buffer, recordClass: string) =>
    sealer.open(sealed, { recordClass, recordId: id });
  const { facts, bins } = splitRestricted(open(row.sex_chromosomes_sealed, sexChromosomesClass));
  const autosomes = unpack(await decompress(open(row.autosomes_sealed, autosomesClass)));
  if (autosomes.gc.length !== autosomeBinCount) throw new Error(`counts ${id} are damaged`);
  const counts = { ...facts, ...joinBins(autosomes, unpack(await decompress(bins))) };
  return { sampleId: row.sample_id, inputSha256: row.input_sha256, counts };
}

type Bins = Pick<BinCounts, 'forward' | 'reverse' | 'gc'>;

function joinBins(autosomes: Bins, sexChromosomes: Bins): Bins {
  const start = autosomes.gc.length;
  const binCount = start + sexChromosomes.gc.length;
  const joined = {
    forward: new Uint32Array(binCount),
    reverse: new Uint32Array(binCount),
    gc: new Float64Array(binCount),
  };
  for (const name of ['forward', 'reverse', 'gc'] as const) {
    joined[name].set(autosomes[name]);
    joined[name].set(sexChromosomes[name], start);
  }
  return joined;
}

function unpack(bytes: Buffer): Bins {
  const binCount = bytes.length / bytesPerBin;
  // Copied, since a view of a Float64Array must start at a multiple of eight.
  const { buffer } = Uint8Array.from(bytes);
  return {
    forward: new Uint32Array(buffer, 0, binCount),
    reverse: new Uint32Array(buffer, 4 * binCount, binCount),
    gc: new Float64Array(buffer, 8 * binCount, binCount),
  };
}
