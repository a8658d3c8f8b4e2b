import { crc32, inflateRawSync } from 'node:zlib';
import type { BlockCodec } from './bgzf-reader.ts';

/** Node's public zlib for the plain reader: a new buffer for every block. */
export const zlibCodec: BlockCodec = {
  crc32: (bytes) => crc32(bytes),
  inflate(bytes, sizeBytes) {
    try {
      const content = inflateRawSync(bytes, { maxOutputLength: Math.max(1, sizeBytes) });
      return content.length > sizeBytes ? undefined : content;
    } catch {
      return undefined;
    }
  },
};
