import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportContent } from '../../../src/casework/report/report-content.ts';
import type { ReportDocument } from '../../../src/casework/report/report-document.ts';
import { missingParts, validateReport } from '../../../src/casework/report/report-validator.ts';
import { analysisExample, reportInputExample } from '../../support/report-example.ts';

type Path = readonly (string | number)[];

/** What a complete report may be without. */
const optional = /^(notice|amendmentReason|subject\.name|fetalFraction\.percent)$/;
const alsoOptional = /^(midTrimesterSerology|results\.\d\.(prior|posterior))$/;
/** What only some reports need; here reports that do not. */
const conditional: Readonly<Record<string, RegExp>> = {
  'low risk': /^(neuralTube|results\.\d\.reason)/,
  'no result': /^(results\.[12]\.reason|results\.0\.z$)/,
};

const results = { 'low risk': {}, 'no result': { T21: 'no-call' } } as const;
const reports = Object.entries(results).map(([name, verdicts]) => {
  const midTrimesterSerology = name === 'low risk';
  const result = analysisExample(verdicts);
  const document = reportContent(reportInputExample({ result, midTrimesterSerology }));
  const required = pathsOf(document).filter((path) => {
    const text = path.join('.');
    if (optional.test(text) || alsoOptional.test(text)) return false;
    return !conditional[name].test(text);
  });
  return { name, document, required };
});

/** Every member of a document, at any depth; the tester's signature is not asked for. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const members = Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]));
  return path.length === 0 ? members : [path, ...members];
}

function without(document: ReportDocument, path: Path, change: 'drop' | 'empty'): ReportDocument {
  const copy = structuredClone(document);
  const last = path[path.length - 1];
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => Reflect.get(Object(at), key), copy);
  const old: unknown = Reflect.get(Object(parent), last);
  const empty = Array.isArray(old) ? [] : typeof old === 'string' ? ' ' : null;
  if (change === 'empty') Reflect.set(Object(parent), last, empty);
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else Reflect.deleteProperty(Object(parent), last);
  return copy;
}

describe.each(reports)('a report: $name', ({ document, required }) => {
  it('is complete, and has parts to lose', () => {
    expect(missingParts(document)).toEqual([]);
    expect(required.length).toBeGreaterThan(70);
  });

  it('is refused without any of its required parts, whatever part that is', () => {
    for (const path of required) {
      for (const change of ['drop', 'empty'] as const) {
        // One sentence, or the tester's signature, may be fewer.
        if (change === 'drop' && /^(limits|signatures)\.\d$/.test(path.join('.'))) continue;
        const damaged = without(document, path, change);
        expect(validateReport(damaged).ok, `${change} ${path.join('.')}`).toBe(false);
      }
    }
  });

  it('is refused without any set of them, and the refusal never throws', () => {
    const some = fc.subarray(required as Path[], { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(some, (paths) => {
        // Deepest last members first, so that an earlier loss does not move a later one.
        const order = [...paths].sort((one, other) => other.length - one.length);
        const damaged = order.reduce((at, path) => without(at, path, 'empty'), document);
        expect(missingParts(damaged)).not.toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('is refused with nothing in it', () => {
    expect(missingParts({}).length).toBeGreaterThan(20);
  });
});
