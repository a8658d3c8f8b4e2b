import { readFile } from 'node:fs/promises';
import { parseArguments, wholeNumber } from './arguments.ts';
import { type Command, exitCode, UsageError } from './command.ts';
import { registerFolder } from './upload/register-folder.ts';
import { RefusedRequest } from './upload/service-client.ts';
import { uploadRun } from './upload/upload-run.ts';

const usage = `usage: banyan upload <run folder> --url URL [--run ID] [--watch] [--parallel 2] [--limit 50M]
                     [--sheet FILE] [--charset utf-8|gbk] [--key-file FILE]

  --url URL        address of the service
  --run ID         a run that is registered; without it the folder's run.json registers it
                   (instrument, flowcell, aligner; lanes, chemistry, reagentLots)
  --watch          wait for files that are still being written, until all of the sheet are sent
  --parallel N     files sent at the same time, 1 to 16
  --limit RATE     most bytes a second of all together: 500K, 50M
  --sheet FILE     sample sheet; default SampleSheet.csv in the folder, where there is one
  --charset NAME   of the sheet
  --key-file FILE  file that holds the API key; else BANYAN_API_KEY; --key KEY shows it to others

Called again it goes on where it stopped: what was sent is asked of the service, and hashes are kept
in the folder's .banyan-upload.json.`;

const options = {
  url: { type: 'string' },
  run: { type: 'string' },
  watch: { type: 'boolean', default: false },
  parallel: { type: 'string', default: '2' },
  limit: { type: 'string' },
  sheet: { type: 'string' },
  charset: { type: 'string', default: 'utf-8' },
  key: { type: 'string' },
  'key-file': { type: 'string' },
} as const;

/** `banyan upload`: a run folder into the service, as a sequencer's PC does it. */
export const command: Command = {
  usage,
  summary: 'Send the BAMs of a run folder to the service, resumably',
  async run(words) {
    const { values, positionals } = parseArguments(words, options);
    const [folder, ...others] = positionals;
    if (folder === undefined || others.length > 0) throw new UsageError('give one run folder');
    if (!values.url || !/^https?:\/\/[^/]/.test(values.url)) {
      throw new UsageError('--url takes the address of the service, such as http://host:8080');
    }
    const url = values.url.replace(/\/+$/, '');
    const access = { url, key: await apiKey(values.key, values['key-file']) };
    const pace = {
      bytesPerSecond: rateOf(values.limit),
      parallel: wholeNumber('--parallel', values.parallel, { min: 1, max: 16 }),
    };
    try {
      const runId = await registerFolder(access, { folder, ...values });
      return await uploadRun(access, { folder, runId, watch: values.watch, ...pace });
    } catch (error) {
      if (!(error instanceof RefusedRequest)) throw error;
      process.stderr.write(`banyan: ${error.message}\n`);
      if (error.status === 401 || error.status === 403) return exitCode.usage;
      return error.status < 500 ? exitCode.badData : exitCode.fault;
    }
  },
};

async function apiKey(key: string | undefined, file: string | undefined): Promise<string> {
  const text =
    file === undefined
      ? (key ?? process.env.BANYAN_API_KEY)
      : await readFile(file, 'utf8').catch(() => {
          throw new UsageError(`--key-file ${file} cannot be read`);
        });
  if (text?.trim()) return text.trim();
  throw new UsageError('give the API key in BANYAN_API_KEY or by --key-file');
}

function rateOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const [, digits, unit] = /^(\d{1,9})([KMG]?)$/i.exec(text) ?? [];
  const factor = { '': 1, K: 1e3, M: 1e6, G: 1e9 }[unit?.toUpperCase() ?? ''] ?? 1;
  const rate = Number(digits) * factor;
  if (rate >= 1000) return rate;
  throw new UsageError(`--limit takes bytes a second such as 500K or 50M, not ${text}`);
}
