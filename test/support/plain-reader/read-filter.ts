import { type ReadFilterOptions, readClassNames } from '../../../src/analysis/bam/read-filter.ts';
import {
  contigIndexOf,
  flagsOf,
  mappingQualityOf,
  matePositionOf,
  positionOf,
} from './bam-record.ts';
import { isCountedMate } from './counted-mate.ts';
import { createDuplicateStart } from './duplicate-start.ts';
import { droppedFlags, readFlag } from './read-flags.ts';

/** The class of a read that passes, an index of `readClassNames` as are all. */
export const countedClass = readClassNames.indexOf('counted');

const [unmapped, secondary, supplementary, qcFail, duplicate, lowMappingQuality] =
  readClassNames.keys();
const improperPair = readClassNames.indexOf('improperPair');
const secondMate = readClassNames.indexOf('secondMate');

/**
 * Makes the filter that gives each record of one BAM, in file order, its class: the first of
 * `readClassNames` that applies. Rule `start` has a memory, so a filter serves one file.
 */
export function createReadFilter(
  options: ReadFilterOptions,
): (bytes: Uint8Array, record: number) => number {
  const { mappingQualityMin, duplicates } = options;
  const starts = createDuplicateStart();

  function isDuplicateStart(bytes: Uint8Array, record: number, flags: number): boolean {
    const contigIndex = contigIndexOf(bytes, record);
    const start = positionOf(bytes, record);
    if (!(flags & readFlag.paired)) return starts.seesSingle(contigIndex, start);
    if (!(flags & readFlag.properPair) || !isCountedMate(bytes, record)) return false;
    return starts.seesPair(contigIndex, start, matePositionOf(bytes, record));
  }

  return function classOf(bytes, record) {
    const flags = flagsOf(bytes, record);
    if (flags & droppedFlags) return droppedClass(flags);
    if (duplicates === 'flag') {
      if (flags & readFlag.duplicate) return duplicate;
    } else if (duplicates === 'start' && isDuplicateStart(bytes, record, flags)) {
      return duplicate;
    }
    if (mappingQualityOf(bytes, record) < mappingQualityMin) return lowMappingQuality;
    if (!(flags & readFlag.paired)) return countedClass;
    if (!(flags & readFlag.properPair)) return improperPair;
    return isCountedMate(bytes, record) ? countedClass : secondMate;
  };
}

function droppedClass(flags: number): number {
  if (flags & readFlag.unmapped) return unmapped;
  if (flags & readFlag.secondary) return secondary;
  return flags & readFlag.supplementary ? supplementary : qcFail;
}
