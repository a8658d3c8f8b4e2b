import { failure, type Result, success } from '../data-problem.ts';
import { chromosomes } from '../genome/chromosome.ts';
import { arrayOf, readNpy } from './npy.ts';
import type { SteppedCounts } from './stepped-counts.ts';
import { type Inflate, readZip } from './zip-entries.ts';

/**
 * Reads the counts that `WisecondorX convert` writes: a zip with `binsize.npy` and `sample.npy`, a
 * pickled dictionary '1'–'24' of counts per bin (23 is X, 24 is Y).
 *
 * Nothing of the pickle is run. Strands were added by the writer.
 *
 * Source: WisecondorX 1.2, its file format as described in its README and found in its files.
 * Edge: anything else is `npz-malformed`.
 *
 * @example readWisecondorX(bytes, inflate) // { stepBases: 5000, counts: [Float64Array, …] }
 */
export function readWisecondorX(bytes: Uint8Array, inflate: Inflate): Result<SteppedCounts> {
  const files = readZip(bytes, inflate);
  if (files === null) return malformed('the file is no zip of numpy arrays');
  const size = contentOf(files.get('binsize.npy'));
  const sample = contentOf(files.get('sample.npy'));
  if (!(size instanceof Float64Array) || size.length !== 1 || !Number.isInteger(size[0])) {
    return malformed('there is no binsize');
  }
  if (!(sample instanceof Map)) return malformed('there is no sample with counts');
  const counts: Float64Array[] = [];
  for (let c = 0; c < chromosomes.length; c++) {
    const values = arrayOf(sample.get(String(c + 1)));
    if (values === null) return malformed(`chromosome ${chromosomes[c]} has no counts`);
    counts.push(values);
  }
  return success({ stepBases: size[0], isEndInclusive: true, counts });
}

function contentOf(bytes: Uint8Array | undefined) {
  return bytes === undefined ? null : readNpy(bytes);
}

function malformed(detail: string): Result<never> {
  return failure({ kind: 'npz-malformed', detail });
}
