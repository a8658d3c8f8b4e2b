import { describe, expect, it } from 'vitest';
import { analyseSample } from '../../../src/analysis/analyse-sample.ts';
import { dataProblemCatalogue } from '../../../src/analysis/data-problem-catalogue.ts';
import { parseReferenceModel } from '../../../src/analysis/reference-model/parse-reference-model.ts';
import type { ReferenceModel } from '../../../src/analysis/reference-model/reference-model.ts';
import {
  filesOf,
  goodValue,
  loadModel,
  sha256,
  simulatedControls,
  simulatedLandscape,
  simulatedSample,
  trainOn,
} from '../../support/simulated-model.ts';

const landscape = simulatedLandscape(500_000);
const controls = simulatedControls(landscape, 24);
const files = filesOf(goodValue(trainOn(controls)));
const modelJson = new TextEncoder().encode(files.modelJson);
const { modelBin } = files;
const input = { file: 'a', sha256: 'b' };

function problemOf(bytes: { modelJson: Uint8Array; modelBin: Uint8Array }): string {
  const result = parseReferenceModel(bytes, sha256);
  return result.ok ? 'none' : result.problem.kind;
}

describe('a reference model', () => {
  it('is whole as written', () => {
    expect(problemOf({ modelJson, modelBin })).toBe('none');
  });

  it('names any changed byte', () => {
    for (let i = 0; i < modelJson.length; i++) {
      const changed = modelJson.slice();
      changed[i] ^= 1 << (i % 8);
      expect(['model-changed', 'model-malformed']).toContain(
        problemOf({ modelJson: changed, modelBin }),
      );
    }
    for (let i = 0; i < modelBin.length; i += i < 600 ? 1 : 2003) {
      const changed = modelBin.slice();
      changed[i] ^= 1 << (i % 8);
      expect(problemOf({ modelJson, modelBin: changed })).toBe('model-changed');
    }
  });

  it('names a cut anywhere, also where hashes are made to fit', () => {
    for (let end = 0; end < modelBin.length; end += end < 600 ? 7 : 4001) {
      const cut = modelBin.slice(0, end);
      expect(problemOf({ modelJson, modelBin: cut })).toBe('model-changed');
      const kind = problemOf({ modelJson: sealFor(cut), modelBin: cut });
      expect(kind).toBe('model-malformed');
    }
    for (let end = 0; end < modelJson.length - 1; end += 11) {
      expect(problemOf({ modelJson: modelJson.slice(0, end), modelBin })).toBe('model-malformed');
    }
  });
});

/** The document with the hash of other arrays and the id that goes with it. */
function sealFor(bytes: Uint8Array): Uint8Array {
  const document = { ...files.document, modelBin: { sha256: sha256(bytes) }, id: '' };
  const text = (id: string) => `${JSON.stringify({ ...document, id }, null, 2)}\n`;
  const encoder = new TextEncoder();
  return encoder.encode(text(sha256(encoder.encode(text(''))).slice(0, 12)));
}

describe('a control group', () => {
  it('gives the same bytes and id in any order', () => {
    const turned = filesOf(goodValue(trainOn(controls.toReversed())));
    expect(turned.modelJson).toBe(files.modelJson);
    expect(Buffer.compare(turned.modelBin, modelBin)).toBe(0);
    expect(files.document.id).toMatch(/^[0-9a-f]{12}$/);
  });

  it.each([
    ['too small', controls.slice(0, 9), 'control-group-too-small'],
    ['of a sample twice', [...controls, controls[0]], 'control-group-unusable'],
    [
      'of equal counts under two names',
      [...controls, { ...controls[0], sample: 'other' }],
      'control-group-unusable',
    ],
    [
      'of two bin sizes',
      [...controls, simulatedSample(simulatedLandscape(1_000_000), {})],
      'control-group-unusable',
    ],
    [
      'of two assemblies',
      [...controls, { ...controls[0], sample: 'other', assembly: 'GRCh37' as const }],
      'control-group-unusable',
    ],
  ])('%s is refused', (_, group, kind) => {
    const result = trainOn(group);
    expect(result).toMatchObject({ ok: false, problem: { kind } });
    expect(Object.keys(dataProblemCatalogue)).toContain(kind);
  });

  it('loses its trisomies and empty samples, and says so', () => {
    const trisomy = simulatedSample(landscape, {
      name: 'not-a-control',
      trisomies: [{ chromosome: '21' }],
      fetalFraction: 0.2,
    });
    const empty = simulatedSample(landscape, { name: 'shallow', reads: 100_000 });
    const { document } = filesOf(goodValue(trainOn([...controls, trisomy, empty])));
    expect(document.controlGroup.excluded).toHaveLength(2);
    expect(document.controlGroup.excluded).toContainEqual({
      sample: 'shallow',
      reason: expect.stringMatching(/^too few reads/),
    });
    expect(document.controlGroup.excluded).toContainEqual({
      sample: 'not-a-control',
      reason: expect.stringMatching(/^z of chromosome 21 is /),
    });
    expect(document.controlGroup.samples).not.toContain('not-a-control');
  });

  it('of one sex makes a model with recorded limits and no guess', () => {
    const girls = controls.filter((_, i) => i % 2 === 0);
    const { document } = filesOf(goodValue(trainOn(girls)));
    expect(document.controlGroup.males).toBe(0);
    expect(document.limits.some((limit) => limit.startsWith('no fetal fraction'))).toBe(true);
  });
});

describe('a sample that does not fit the model', () => {
  const model: ReferenceModel = goodValue(loadModel(files));
  const options = { softwareVersion: 'test', input };

  it('is refused by name', () => {
    const other = simulatedSample(simulatedLandscape(1_000_000), {});
    expect(analyseSample(other, model, options)).toMatchObject({
      ok: false,
      problem: { kind: 'model-mismatch' },
    });
    const wrong = { ...controls[0], assembly: 'GRCh37' as const };
    expect(analyseSample(wrong, model, options)).toMatchObject({
      ok: false,
      problem: { kind: 'model-mismatch' },
    });
  });

  it('without reads ends in no-call with nulls, never NaN', () => {
    const none = new Uint32Array(controls[0].forward.length);
    const empty = { ...controls[0], forward: none, reverse: none, reads: { counted: 0 } };
    const result = goodValue(analyseSample(empty, model, { ...options, restricted: true }));
    expect(result.calls.map(({ verdict }) => verdict)).toEqual(['no-call', 'no-call', 'no-call']);
    expect(result.chromosomes.every(({ z }) => z === null)).toBe(true);
    expect(numbersOf(result).every(Number.isFinite)).toBe(true);
  });
});

function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(numbersOf);
}

describe('a control group without any noise', () => {
  it('makes a model or a named problem, never a fault', () => {
    const [first] = controls;
    const group = Array.from({ length: 12 }, (_, i) => {
      const forward = first.forward.map((value) => value * (i + 1));
      const reverse = first.reverse.map((value) => value * (i + 1));
      const counted = first.reads.counted * (i + 1);
      return { ...first, sample: `copy-${i}`, forward, reverse, reads: { counted } };
    });
    const result = trainOn(group);
    if (!result.ok) expect(Object.keys(dataProblemCatalogue)).toContain(result.problem.kind);
    else expect(loadModel(filesOf(result.value)).ok).toBe(true);
  });
});
