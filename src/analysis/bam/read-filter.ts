/**
 * Which duplicates are dropped: those flagged, those by start (see `kernel/scan/read-class.ts`),
 * none.
 */
export const duplicateRules = ['flag', 'start', 'keep'] as const;
export type DuplicateRule = (typeof duplicateRules)[number];

export interface ReadFilterOptions {
  readonly mappingQualityMin: number;
  readonly duplicates: DuplicateRule;
}

/** The classes of a bins file that a read alone decides, in the order in which they are tried. */
export const readClassNames = [
  'unmapped',
  'secondary',
  'supplementary',
  'qcFail',
  'duplicate',
  'lowMappingQuality',
  'improperPair',
  'secondMate',
  'counted',
] as const;
