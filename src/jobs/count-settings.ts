import type { DuplicateRule } from '../analysis/bam/read-filter.ts';
import type { ScoringModel } from './job-services.ts';

/** How the service counts every file. */
export interface CountSettings {
  readonly binSizeBases: number;
  readonly mappingQualityMin: number;
  readonly duplicates: DuplicateRule;
}

const binSizeBasesDefault = 50_000;

/** The settings that samples of a model are counted with. */
export function countSettings(model: ScoringModel | null): CountSettings {
  return {
    binSizeBases: model?.binSizeBases ?? binSizeBasesDefault,
    mappingQualityMin: 1,
    duplicates: 'flag',
  };
}
