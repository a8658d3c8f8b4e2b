import { BamFile } from '@gmod/bam';

// node benchmarks/peers/gmod-bam.ts FILE: counts as `samtools view -c -F 0xF04 -q 1` does.
const reader = new BamFile({ bamPath: process.argv[2] });
const header = await reader.getHeaderText();
let counted = 0;
for (const [, name, length] of (header ?? '').matchAll(/^@SQ\tSN:(\S+)\tLN:(\d+)/gm)) {
  // Stretch by stretch: whole chromosomes of reads do not fit into memory.
  for (let start = 0; start < Number(length); start += 5_000_000) {
    const end = Math.min(start + 5_000_000, Number(length));
    for (const read of await reader.getRecordsForRange(name, start, end)) {
      const isHere = read.start >= start;
      if (isHere && (read.flags & 0xf04) === 0 && (read.score ?? 255) >= 1) counted++;
    }
  }
}
process.stdout.write(`${counted}\n`);
