import type { DuplicateRule } from '../analysis/bam/read-filter.ts';

/** How the service counts every file. */
export interface CountSettings {
  readonly binSizeBases: number;
  readonly mappingQualityMin: number;
  readonly duplicates: DuplicateRule;
}

const binSizeBasesDefault = 50_000;

/** The settings that samples of a model are counted with. */
export function countSettings(model: { readonly binSize: number } | null): CountSettings {
  return {
    binSizeBases: model?.binSize ?? binSizeBasesDefault,
    mappingQualityMin: 1,
    duplicates: 'flag',
  };
}
