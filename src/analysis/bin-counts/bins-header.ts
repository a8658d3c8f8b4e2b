import { type DataProblem, failure, type Result, success } from '../data-problem.ts';
import { type AssemblyName, isAssemblyName } from '../genome/assembly.ts';
import { isBinSize } from '../genome/bin-grid.ts';
import type { BinCounts, CountSource, FragmentLengths, ReadClasses } from './bin-counts.ts';

/** What line 1 of a bins file begins with; the rest of the line is JSON. */
export const headerPrefix = '#banyan-bins ';
const version = 1;

/** The keys of `reads` in the order of the file; all but `mapped` add up to `total`. */
const readClassKeys = [
  ...['total', 'mapped', 'unmapped', 'secondary', 'supplementary', 'qcFail', 'duplicate'],
  ...['lowMappingQuality', 'improperPair', 'secondMate', 'otherContig', 'counted'],
] as const as readonly (keyof ReadClasses)[];

/** Everything a bins file says but its bins. */
export type BinsHeader = Omit<BinCounts, 'forward' | 'reverse' | 'gc'>;

/** The header as it stands in the file: keys in a fixed order, absent where unknown. */
export function binsHeaderDocument(header: BinsHeader): Record<string, unknown> {
  const { sample, assembly, binSizeBases, reads, gcFraction, source, sources } = header;
  const known = readClassKeys.filter((key) => reads[key] !== undefined);
  return {
    version,
    sample,
    assembly,
    binSize: binSizeBases,
    reads: Object.fromEntries(known.map((key) => [key, reads[key]])),
    ...(gcFraction !== null && { gcFraction }),
    ...(source && { source }),
    ...(sources && { sources }),
    ...(header.fragmentLengths && { fragmentLengths: header.fragmentLengths }),
  };
}

/**
 * Reads line 1 of a bins file. Version, assembly, bin size and counted must be there; whatever else
 * is absent is unknown, whatever is there must be of its kind, and classes that are all there must
 * add up. A null is as good as absent.
 */
export function parseBinsHeader(line: string, fileSample: string): Result<BinsHeader> {
  const document = parseDocument(line);
  if (document === undefined) return malformed('line 1 is not #banyan-bins with a JSON object');
  if (document.version !== version) return failure(unknownVersion(document.version));
  const { assembly, binSize, gcFraction = null } = document;
  const sample = document.sample ?? fileSample;
  if (typeof assembly !== 'string' || !isAssemblyName(assembly)) {
    return malformed('the header names no known assembly');
  }
  if (typeof binSize !== 'number' || !isBinSize(binSize)) {
    return malformed('the header’s binSize is not a whole number from 1000 to 10000000');
  }
  if (typeof sample !== 'string') return malformed('the header’s sample is not a text');
  if (gcFraction !== null && !isFraction(gcFraction)) {
    return malformed('the header’s gcFraction is not a number from 0 to 1');
  }
  const reads = parseReads(document.reads);
  if (typeof reads === 'string') return malformed(reads);
  const rest = parseSources(document);
  if (typeof rest === 'string') return malformed(rest);
  const head = { sample, assembly: assembly as AssemblyName, binSizeBases: binSize };
  return success({ ...head, reads, gcFraction, ...rest });
}

type JsonObject = Record<string, unknown>;

function parseDocument(line: string): JsonObject | undefined {
  if (!line.startsWith(headerPrefix)) return undefined;
  try {
    const document: unknown = JSON.parse(line.slice(headerPrefix.length));
    return isObject(document) ? document : undefined;
  } catch {
    return undefined;
  }
}

function parseReads(reads: unknown): BinsHeader['reads'] | string {
  if (!isObject(reads)) return 'the header has no reads';
  const known: Partial<ReadClasses> = {};
  for (const key of readClassKeys) {
    const count = reads[key];
    if (count === undefined || count === null) continue;
    if (!isCount(count)) return `the header’s reads.${key} is not a whole number from 0`;
    known[key] = count;
  }
  const { counted, total, mapped, unmapped } = known;
  if (counted === undefined) return 'the header has no reads.counted';
  const classes = readClassKeys.slice(2).map((key) => known[key] ?? Number.NaN);
  const sum = classes.reduce((a, b) => a + b, 0);
  if (total !== undefined && !Number.isNaN(sum) && sum !== total) {
    return `the header’s read classes add up to ${sum}, its total is ${total}`;
  }
  if (
    mapped !== undefined &&
    total !== undefined &&
    mapped !== total - (unmapped ?? total - mapped)
  ) {
    return 'the header’s reads.mapped is not total − unmapped';
  }
  return { ...known, counted };
}

type Sources = Pick<BinsHeader, 'source' | 'sources' | 'fragmentLengths'>;

function parseSources(document: JsonObject): Sources | string {
  const source = document.source ?? undefined;
  const sources = document.sources ?? undefined;
  const fragmentLengths = document.fragmentLengths ?? undefined;
  if (source !== undefined && !isSource(source)) {
    return 'the header’s source is not a file with its sha256';
  }
  if (sources !== undefined && !(Array.isArray(sources) && sources.every(isSource))) {
    return 'the header’s sources are not files with their sha256';
  }
  if (fragmentLengths !== undefined && !isFragmentLengths(fragmentLengths)) {
    return 'the header’s fragmentLengths are not a start and counts';
  }
  return {
    source: source ?? null,
    ...(sources !== undefined && { sources }),
    ...(fragmentLengths !== undefined && { fragmentLengths }),
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isFraction(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

function isSource(value: unknown): value is CountSource {
  if (!isObject(value) || typeof value.file !== 'string') return false;
  return typeof value.sha256 === 'string' && /^[0-9a-f]{64}$/.test(value.sha256);
}

function isFragmentLengths(value: unknown): value is FragmentLengths {
  if (!isObject(value) || !isCount(value.start)) return false;
  return Array.isArray(value.counts) && value.counts.every(isCount);
}

function malformed(detail: string): Result<never> {
  return failure({ kind: 'bins-malformed', detail, line: 1 });
}

function unknownVersion(found: unknown): DataProblem {
  const stated = found === undefined ? 'absent' : JSON.stringify(found);
  const detail = `the header’s version is ${stated}, not ${version}`;
  return { kind: 'bins-version', detail, line: 1 };
}
