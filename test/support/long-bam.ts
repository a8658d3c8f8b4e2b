import { bgzfBlock, humanContigs, recordBytes, tinyBam } from '../../fixtures/bam/tiny-bam.ts';
import { bgzfEndOfFile } from '../../src/analysis/bam/bgzf-block.ts';

/** A small file that takes seconds to count: one block of one read, over and over. */
export function longBam(blockCount = 100_000): Uint8Array {
  const head = tinyBam({ contigs: humanContigs('GRCh38'), reads: [], withEndOfFile: false });
  const record = recordBytes({ contig: 4, position: 999, bases: 'GATTACA' });
  const block = bgzfBlock(Buffer.alloc(Math.floor(0xff00 / record.length) * record.length, record));
  const body = Buffer.alloc(blockCount * block.length, block);
  return Buffer.concat([head, body, bgzfEndOfFile]);
}
