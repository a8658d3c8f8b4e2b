import { readFileSync } from 'node:fs';
import { sha256Of, writeSmallBam } from '../support/intake-service.ts';
import { smallLaboratory, writeSmallModel } from '../support/small-model.ts';

/** One of the BAMs that the storm's sequencers send again and again. */
export interface StormFile {
  readonly content: Buffer;
  readonly sha256: string;
}

/** Small, since the storm is about what breaks, not about how much is counted. */
const sizesReads = [8_000, 30_000, 60_000];

/** Writes the storm's reference model and its BAMs. */
export function makeStormFiles(folder: string, model: string): StormFile[] {
  writeSmallModel(model);
  return sizesReads.map((reads, i) => {
    const recipe = { name: `storm-${i}`, reads, seed: 11 + i };
    const content = readFileSync(writeSmallBam(folder, recipe, smallLaboratory).path);
    return { content, sha256: sha256Of(content) };
  });
}
