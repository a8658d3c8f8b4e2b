import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { formatBinsFile, parseBinsFile } from '../../../src/analysis/bin-counts/bins-file.ts';
import { peerDescribe, sharedFolder } from '../../support/peers.ts';
import { valueFrom } from '../../support/scan-bam.ts';

const shared = sharedFolder();
const folders = ['data/nipter', 'golden/nipter/counts'];
const files = folders.flatMap((folder) =>
  shared === null
    ? []
    : readdirSync(join(shared, folder))
        .filter((name) => name.endsWith('.bins.tsv.gz'))
        .map((name) => join(shared, folder, name)),
);

peerDescribe('real bins files', { what: '../shared', present: shared !== null }, () => {
  it('are there', () => expect(files.length).toBeGreaterThanOrEqual(43));

  describe.each(files)('%s', (file) => {
    it('is read and written as it stands', () => {
      const bytes = gunzipSync(readFileSync(file));
      const counts = valueFrom(parseBinsFile(bytes, 'unnamed'));
      expect(counts.forward).toHaveLength(61_927);
      expect(file).toContain(counts.sample);
      expect(counts.reads.counted).toBeGreaterThan(7_000_000);
      expect(formatBinsFile(counts)).toBe(bytes.toString());
    });
  });
});
