import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { duplicateRules } from '../analysis/bam/read-filter.ts';
import { countOnThreads } from '../jobs/count-on-threads.ts';
import {
  oneOf,
  parseArguments,
  requireDistinctSamples,
  sampleNameOf,
  wholeNumber,
} from './arguments.ts';
import { type Command, UsageError } from './command.ts';
import { type CountJob, countSamples } from './count-samples.ts';

const usage = `usage: banyan count <file.bam>... [-o DIR] [--bin-size 50000] [--min-mapq 1]
                    [--duplicates flag|start|keep] [--merge NAME] [--threads N] [--json]

  -o DIR             write <sample>.bins.tsv.gz there (made if absent); default: the current
                     folder, with --json nowhere
  --bin-size N       bases per bin, 1000 to 10000000
  --min-mapq N       smallest mapping quality that counts, 0 to 255
  --duplicates RULE  flag: drop reads marked 0x400; start: drop reads that start where the last
                     one did; keep: drop none
  --merge NAME       add all files up as one sample NAME (lanes, top-ups)
  --threads N        files counted at the same time; threads that count a single one
  --json             print the header of each bins file as JSON`;

const options = {
  output: { type: 'string', short: 'o' },
  'bin-size': { type: 'string', default: '50000' },
  'min-mapq': { type: 'string', default: '1' },
  duplicates: { type: 'string', default: 'flag' },
  merge: { type: 'string' },
  threads: { type: 'string', default: String(availableParallelism()) },
  json: { type: 'boolean', default: false },
} as const;

/** `banyan count`: reads per bin and strand of aligned BAMs. */
export const command: Command = {
  usage,
  summary: 'Count the reads of coordinate-sorted BAMs per bin',
  async run(words) {
    const { values, positionals: files } = parseArguments(words, options);
    if (files.length === 0) throw new UsageError('no BAM given');
    const settings = {
      binSizeBases: wholeNumber('--bin-size', values['bin-size'], { min: 1e3, max: 1e7 }),
      mappingQualityMin: wholeNumber('--min-mapq', values['min-mapq'], { min: 0, max: 255 }),
      duplicates: oneOf('--duplicates', values.duplicates, duplicateRules),
    };
    const threads = wholeNumber('--threads', values.threads, { min: 1, max: 1024 });
    const jobs = await jobsOf(files, values.merge);
    const folder = values.output ?? (values.json ? undefined : '.');
    const each = { ...settings, folder, asJson: values.json };
    if (files.length === 1) {
      return countSamples((task) => countOnThreads(task, threads), jobs, each);
    }
    const { createWorkerPool } = await import('../jobs/worker-pool.ts');
    const pool = createWorkerPool({ threads: Math.min(threads, jobs.length) });
    try {
      return await countSamples((task) => pool.run('count-bins', task), jobs, each);
    } finally {
      await pool.close();
    }
  },
};

async function jobsOf(files: readonly string[], merge: string | undefined): Promise<CountJob[]> {
  if (merge !== undefined) {
    if (!/^[^/\\\p{Cc}]+$/u.test(merge) || merge.startsWith('.')) {
      throw new UsageError(`--merge takes a name without slashes, not ${merge}`);
    }
    return [await jobOf(merge, files)];
  }
  requireDistinctSamples(files);
  return Promise.all(files.map((file) => jobOf(sampleNameOf(file), [file])));
}

async function jobOf(sample: string, files: readonly string[]): Promise<CountJob> {
  const sizes = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return { sample, files, sizeBytes: sizes.reduce((sum, size) => sum + size, 0) };
}
