import { fixed, percent } from '../i18n/number-format.ts';
import type { Say } from '../i18n/say.ts';
import { chromosomeOfBin, masked, type Profile, steps } from './profile-data.ts';

/** What is known of the bin under the pointer. */
export function pointedText(say: Say, profile: Profile, bin: number): string {
  const { header, corrected, uncorrected, gc } = profile;
  const c = chromosomeOfBin(header, bin);
  const start = (bin - header.chromosomeStarts[c]) * header.binSizeBases;
  const place = `chr${c + 1}:${megabases(start)}–${megabases(start + header.binSizeBases)} Mb`;
  if (corrected[bin] === masked) return `${place} · ${say('binMasked')}`;
  return [
    place,
    `${say('ratioCorrected')} ${fixed(corrected[bin] / steps, 3)}`,
    `${say('ratioUncorrected')} ${fixed(uncorrected[bin] / steps, 3)}`,
    `GC ${percent(gc[bin] / steps)}`,
  ].join(' · ');
}

function megabases(bases: number): string {
  return fixed(bases / 1e6, 2);
}
