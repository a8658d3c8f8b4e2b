import type { SampleProfile } from '../analysis/normalise/sample-profile.ts';
import type { ProfileHeader } from './schemas/profile.ts';

const lengthBytes = 4;
const arrays = ['corrected', 'uncorrected', 'gc'] as const;

/** A sample's profile as it is sent: see `ProfileHeader`. */
export function profileBytes(sample: string, profile: SampleProfile): Buffer {
  const { assembly, binSizeBases, chromosomeStarts } = profile;
  const header: ProfileHeader = {
    ...{ version: 1, sample, assembly, binSizeBases, chromosomeStarts, arrays },
  };
  const text = JSON.stringify(header);
  const bytes = Buffer.from(text.padEnd(text.length + (Buffer.byteLength(text) % 2)));
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes, ...arrays.map((name) => littleEndian(profile[name]))]);
}

function littleEndian({ buffer, byteOffset, byteLength }: Uint16Array): Buffer {
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  return isLittleEndian ? bytes : Buffer.from(bytes).swap16();
}

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
