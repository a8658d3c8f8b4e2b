import { createHash } from 'node:crypto';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { smallPairedEnd, smallSingleEnd } from '../../fixtures/bam/small-samples.ts';
import { tinyBam } from '../../fixtures/bam/tiny-bam.ts';
import countBins from '../../workers/count-bins.ts';
import countSample from '../../workers/count-sample.ts';
import { readCountState } from '../../workers/count-state.ts';
import followUpload, { type FollowUploadTask } from '../../workers/follow-upload.ts';

const settings = {
  ...{ binSizeBases: 1_000_000, mappingQualityMin: 1, duplicates: 'flag' as const },
  softwareVersion: '1.2.3',
};
const bam = Buffer.from(tinyBam({ ...smallSingleEnd(), blockSize: 40 }));
let folder: string;
let id: string;
let serial = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'banyan-follow-'));
  // The thread remembers uploads by their id, as long as it lives.
  id = `upload-${process.pid}-${serial++}`;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const part = (name = id) => join(folder, name);
const state = (name = id) => join(folder, `${name}.count`);
const taskOf = (name: string, step: FollowUploadTask['step']): FollowUploadTask => ({
  ...{ ...settings, id: name, step, stateFile: state(name) },
  files: [part(name), join(folder, 'whole', name)],
});
const follow = (step: FollowUploadTask['step'] = 'go-on', name = id) =>
  followUpload(taskOf(name, step));

function countOf(name = id) {
  const files = [
    { paths: [part(name), part(name)] as const, name: 'S.bam', stateFile: state(name) },
  ];
  return countSample({ ...settings, sample: 'S', files });
}

/** What reading the whole file in one go says of it. */
function plainCount(bytes: Uint8Array) {
  const file = join(folder, 'S.bam');
  writeFileSync(file, bytes);
  return countBins({ ...settings, sample: 'S', files: [file] });
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('follow-upload', () => {
  it('counts a file that grows by odd pieces as it is counted whole', () => {
    for (let start = 0; start < bam.length; start += 777) {
      appendFileSync(part(), bam.subarray(start, start + 777));
      expect(follow()).toBe('up-to-date');
    }
    expect(follow('end')).toBe('left');
    const kept = readCountState(state(), '1.2.3');
    expect(kept).toMatchObject({ byteOffset: bam.length, sha256: sha256Of(bam) });
    expect(countOf()).toEqual(plainCount(bam));
  });

  it('takes turns on one thread', () => {
    const paired = Buffer.from(tinyBam({ ...smallPairedEnd(), blockSize: 200 }));
    const other = `${id}-other`;
    const both = { [id]: bam, [other]: paired };
    for (let i = 0; i < 5; i++) {
      for (const [name, bytes] of Object.entries(both)) {
        const size = Math.ceil(bytes.length / 5);
        appendFileSync(part(name), bytes.subarray(i * size, (i + 1) * size));
        expect(follow('go-on', name)).toBe('up-to-date');
      }
    }
    for (const [name, bytes] of Object.entries(both)) {
      expect(follow('end', name)).toBe('left');
      expect(countOf(name)).toEqual(plainCount(bytes));
    }
  });

  it('goes on from the state on disk when the thread has forgotten the upload', () => {
    for (const cut of [1, 500, bam.length >> 1, bam.length - 28, bam.length]) {
      rmSync(part(), { force: true });
      rmSync(state(), { force: true });
      writeFileSync(part(), bam.subarray(0, cut));
      expect(follow()).toBe('up-to-date');
      expect(follow('leave')).toBe('left');
      expect(readCountState(state(), '1.2.3')?.byteOffset).toBe(cut);
      appendFileSync(part(), bam.subarray(cut));
      expect(follow('end')).toBe('left');
      expect(countOf()).toEqual(plainCount(bam));
    }
  });

  it('counts anew when the bytes it stood on are others, or the state is damaged', () => {
    const paired = Buffer.from(tinyBam({ ...smallPairedEnd(), blockSize: 200 }));
    const before = [
      () => writeFileSync(part(), paired.subarray(0, 1500)),
      () => writeFileSync(part(), Buffer.concat([bam.subarray(0, 1500), paired])),
    ];
    const damage = [
      () => undefined,
      () => writeFileSync(state(), readFileSync(state()).subarray(0, -9)),
      () => writeFileSync(state(), 'nonsense'),
    ];
    for (const [i, write] of before.entries()) {
      write();
      if (i === 0) expect(follow()).toBe('up-to-date');
      truncateSync(part(), 1500);
      follow();
      follow('leave');
      damage[i]();
      writeFileSync(part(), bam);
      expect(follow('end')).toBe('left');
      expect(countOf()).toEqual(plainCount(bam));
    }
    for (const harm of damage) {
      harm();
      expect(follow('end')).toBe('left');
      expect(countOf()).toEqual(plainCount(bam));
    }
  });

  it('takes up no state of another version or other settings', () => {
    writeFileSync(part(), bam);
    follow('end');
    expect(readCountState(state(), '1.2.4')).toBeUndefined();
    const files = [{ paths: [part(), part()] as const, name: 'S.bam', stateFile: state() }];
    const others = { ...settings, binSizeBases: 500_000 };
    const counts = countSample({ ...others, sample: 'S', files });
    expect(counts.ok && counts.value.binSizeBases).toBe(500_000);
  });

  it('finds the file when it was moved between two looks', () => {
    const task = { ...taskOf(id, 'end'), files: [part(), join(folder, 'moved')] };
    writeFileSync(join(folder, 'moved'), bam);
    expect(followUpload(task)).toBe('left');
    expect(readCountState(state(), '1.2.3')?.byteOffset).toBe(bam.length);
    expect(() => followUpload({ ...task, files: [part(), part('none')] })).toThrow(/ENOENT/);
  });

  it('leaves a damaged or cut file to whoever reads all of it and says why', () => {
    const damaged = Buffer.from(bam);
    damaged[bam.length - 40] ^= 0xff;
    writeFileSync(part(), damaged);
    expect(follow('end')).toBe('refused');
    expect(countOf()).toMatchObject({ ok: false, problem: { file: 'S.bam' } });
    writeFileSync(part('cut'), bam.subarray(0, -28));
    expect(follow('end', 'cut')).toBe('left');
    const counts = countOf('cut');
    expect(counts).toEqual(plainCount(bam.subarray(0, -28)));
    expect(counts.ok).toBe(false);
  });
});
