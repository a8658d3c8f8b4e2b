import type { CountSource } from '../src/analysis/bin-counts/bin-counts.ts';
import { sampleNameOfFile } from '../src/analysis/bin-counts/sample-name.ts';
import { type Result, success } from '../src/analysis/data-problem.ts';
import {
  type CompactControl,
  compactControl,
} from '../src/analysis/reference-model/compact-control.ts';
import { readBinsFile } from './read-bins-file.ts';

/** One control as read; the name in its header beside that of its file. */
export interface ReadControl {
  readonly control: CompactControl;
  readonly source: CountSource;
  readonly headerName: string;
}

/** A step: reads one bins file of a control group. A control's name is its file's. */
export function readControl(files: readonly string[], index: number): Result<ReadControl> {
  const read = readBinsFile(files[index]);
  if (!read.ok) return read;
  const { counts, source } = read.value;
  const sample = sampleNameOfFile(source.file);
  const control = compactControl({ ...counts, sample });
  return success({ control, source, headerName: counts.sample });
}
