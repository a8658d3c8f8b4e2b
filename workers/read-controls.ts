import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { failure, type Result, success } from '../src/analysis/data-problem.ts';
import type { BinGrid } from '../src/analysis/genome/bin-grid.ts';
import {
  type ControlGroupBuilder,
  createControlGroupBuilder,
} from '../src/analysis/reference-model/control-group-builder.ts';
import type { SampleFacts } from '../src/analysis/reference-model/parse-samples.ts';
import type { ModelInput } from '../src/analysis/reference-model/reference-model.ts';
import type { Crew } from '../src/analysis/statistics/crew.ts';
import { parseWig } from '../src/analysis/wig/parse-wig.ts';
import { sha256Hex } from '../src/store/reference-files.ts';
import { gunzipped } from './read-bins-file.ts';
import { readControl } from './read-control.ts';

/** What bins files add up to, and what was read, sorted by sample. */
interface ReadGroup {
  readonly group: GroupOf<ReturnType<ControlGroupBuilder['finish']>>;
  readonly inputs: readonly ModelInput[];
}

type GroupOf<R> = R extends { readonly ok: true; readonly value: infer G } ? G : never;

/**
 * Reads bins files into a control group, each by whoever of the crew is free. A control's name is
 * its file's; the table of samples may also know it by the name in its header.
 */
export function readControls(
  task: {
    readonly files: readonly string[];
    readonly samples: ReadonlyMap<string, SampleFacts>;
  },
  crew: Crew,
): Result<ReadGroup> {
  const builder: ControlGroupBuilder = createControlGroupBuilder();
  const inputs: ModelInput[] = [];
  for (const read of crew.map(readControl, task.files, task.files.length)) {
    if (!read.ok) return read;
    const { control, source, headerName } = read.value;
    const facts = task.samples.get(control.sample) ?? task.samples.get(headerName);
    const problem = builder.take(control, facts);
    if (problem) return failure({ ...problem, file: source.file });
    inputs.push({ sample: control.sample, ...source });
  }
  const group = builder.finish();
  if (!group.ok) return group;
  inputs.sort((a, b) => (a.sample < b.sample ? -1 : 1));
  return success({ group: group.value, inputs });
}

/**
 * A wig over the grid, with its name and hash for the model's settings; without one what was
 * learned.
 */
export function readTrack(
  file: string | null,
  { grid, learnedGc }: { readonly grid: BinGrid; readonly learnedGc: Float64Array | null },
): Result<{ readonly values: Float64Array | null; readonly name: string | null }> {
  if (file === null) return success({ values: learnedGc, name: null });
  const name = basename(file);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const detail = `the file cannot be read (${String(error.code)})`;
    return failure({ kind: 'file-unreadable', detail, file: name });
  }
  const text = gunzipped(bytes);
  const track = text && parseWig(new TextDecoder().decode(text), grid);
  if (!track) {
    return failure({ kind: 'wig-malformed', detail: 'the gzip is damaged', file: name });
  }
  if (!track.ok) return failure({ ...track.problem, file: name });
  return success({ values: track.value, name: `${name} ${sha256Hex(bytes)}` });
}
