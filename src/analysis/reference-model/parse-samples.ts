import { failure, type Result, success } from '../data-problem.ts';

/** What the table of samples knows of one control; null where unknown. */
export interface SampleFacts {
  readonly fetalSex: 'female' | 'male' | null;
  readonly fetalFraction: number | null;
  readonly batch: string | null;
}

const known = ['sample', 'fetal_sex', 'fetal_fraction', 'batch'] as const;
const sexes: ReadonlyMap<string, 'female' | 'male'> = new Map([
  ...(['female', 'f'] as const).map((word) => [word, 'female'] as const),
  ...(['male', 'm'] as const).map((word) => [word, 'male'] as const),
]);
/** What tables say where nothing is known. */
const unknown: ReadonlySet<string> = new Set(['', '.', 'na', 'nan', 'null', 'unknown']);

/**
 * Reads samples.csv: `sample` and, where known, `fetal_sex` (female, male), `fetal_fraction` (0–1)
 * and `batch`. Other columns are left alone; cells may be quoted; an empty one, `NA` or `unknown` is
 * unknown. Case does not matter, and `F` and `M` will do.
 *
 * Edge: anything else is `samples-malformed` with its line.
 *
 * @example parseSamples('sample,batch\na,1\n') // a Map with 'a' → { batch: '1', … }
 */
export function parseSamples(text: string): Result<Map<string, SampleFacts>> {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const columns = cellsOf(lines[0]);
  if (!columns?.includes('sample')) return malformed(1, 'there is no column sample');
  const samples = new Map<string, SampleFacts>();
  for (let i = 1; i < lines.length; i++) {
    if (lines[i].trim() === '') continue;
    const cells = cellsOf(lines[i]);
    if (cells?.length !== columns.length) {
      return malformed(i + 1, `there are not ${columns.length} cells`);
    }
    const row = known.map((name) => cells[columns.indexOf(name)] ?? '');
    const [sample] = row;
    const [sex, fraction, batch] = row.slice(1).map(knownOrNull);
    if (sample === '') return malformed(i + 1, 'the sample has no name');
    if (samples.has(sample)) return malformed(i + 1, `${sample} is there twice`);
    const fetalSex = sex === null ? null : sexes.get(sex.toLowerCase());
    if (fetalSex === undefined) return malformed(i + 1, `fetal_sex is ${sex}`);
    const fetalFraction = fraction === null ? null : Number(fraction);
    if (fetalFraction !== null && !(fetalFraction >= 0 && fetalFraction <= 1)) {
      return malformed(i + 1, `fetal_fraction ${fraction} is not within 0 and 1`);
    }
    samples.set(sample, { fetalSex, fetalFraction, batch });
  }
  return success(samples);
}

function knownOrNull(cell: string): string | null {
  return unknown.has(cell.toLowerCase()) ? null : cell;
}

/** The cells of a line; null if its quotes do not close. */
export function cellsOf(line: string): string[] | null {
  const cells: string[] = [];
  const pattern = /\s*(?:"((?:[^"]|"")*)"|([^",]*))\s*(,|$)/y;
  for (;;) {
    const match = pattern.exec(line);
    if (match === null) return null;
    cells.push(match[1] === undefined ? match[2].trim() : match[1].replaceAll('""', '"'));
    if (match[3] === '') return cells;
  }
}

function malformed(line: number, fault: string): Result<never> {
  return failure({ kind: 'samples-malformed', detail: `line ${line}: ${fault}`, line });
}
