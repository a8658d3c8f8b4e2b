import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SampleRecipe } from '../../fixtures/simulate/recipe.ts';
import { analyseSample } from '../../src/analysis/analyse-sample.ts';
import type { RestrictedResult } from '../../src/analysis/analysis-result.ts';
import type { Family } from '../../src/exchange/phenopacket/phenopacket-types.ts';
import type { Role } from '../../src/security/roles.ts';
import {
  analyseCase,
  type CaseService,
  caseService,
  registerCase,
} from '../support/case-service.ts';
import { textOfPdf } from '../support/pdf-text.ts';
import { hasTool, peerDescribe } from '../support/peers.ts';
import {
  filesOf,
  goodValue,
  loadModel,
  simulatedControls,
  simulatedLandscape,
  simulatedSample,
  trainOn,
} from '../support/simulated-model.ts';

/** A batch as a laboratory sees it, with every kind of fetus. */
const fetuses: readonly Partial<SampleRecipe>[] = [
  { fetalSex: 'male' },
  { fetalSex: 'female' },
  { fetalSex: 'male', trisomies: [{ chromosome: '21' }] },
  { fetalSex: 'female', trisomies: [{ chromosome: '18' }] },
  { fetalSex: 'male', trisomies: [{ chromosome: '13' }] },
  { fetalSex: 'male', sexChromosomes: '47XXY' },
  { fetalSex: 'female', sexChromosomes: '45X' },
  { fetalSex: 'female', sexChromosomes: '47XXX' },
  { fetalSex: 'male', fetalFraction: 0.02 },
];

/**
 * Words, fields, contigs and karyotypes that tell a fetal sex, in both languages. `men` and the like
 * are no words of ours; "fetus" and "mother" are.
 */
const telling = [
  /\b(?:fe)?males?\b|\bboys?\b|\bgirls?\b|\bsons?\b|\bdaughters?\b|\bsex\b|\bgender\b/i,
  /fetal_?sex|sex_?chromosome|karyotypic_?sex/i,
  /[男女]|性别|性染色体|[XYxy]\s*染色体|龙凤/,
  /chr_?[XY]\b|chromosome_?\s?[XY]\b|NC_00002[34]/i,
  /\bX[XYO]{1,2}\b|\b4[4-9],\s*X|\bXYY\b/,
];

interface Sent {
  readonly line: string;
  readonly text: string;
}

let service: CaseService;
const restricted: RestrictedResult[] = [];
const sent: Sent[] = [];

const tools = {
  what: 'pdftotext and unzip',
  present: hasTool('pdftotext') && hasTool('unzip'),
};

peerDescribe('every byte that is exported of a batch', tools, () => {
  beforeAll(async () => {
    service = await caseService();
    const runs = new Set<string>();
    for (const [i, recipe] of fetuses.entries()) {
      const { reportId, runId, sampleId } = await issue(i, recipe);
      runs.add(runId);
      await collect(reportId, { runId, sampleId });
    }
    await take('platform', '/fhir/DiagnosticReport?_count=100');
    await take('reviewer', '/api/v1/reviews');
    await take('reviewer', '/api/v1/findings');
    expect(runs.size).toBe(fetuses.length);
  });
  afterAll(() => service.close());

  it('is a batch of all verdicts, whose sexes are known inside', () => {
    const all = sent.map(({ text }) => text).join('\n');
    for (const words of ['高风险', '低风险', '未得出结果']) expect(all).toContain(words);
    expect(restricted.map(({ fetalSex }) => fetalSex)).toEqual(
      expect.arrayContaining(['male', 'female']),
    );
    expect(sent.length).toBeGreaterThan(fetuses.length * 12);
  });

  it('holds no word, field, contig or karyotype of a fetal sex', () => {
    const found = sent.flatMap(({ line, text }) =>
      telling.flatMap((pattern) => {
        const match = pattern.exec(text);
        return match ? [`${line}: ${text.slice(match.index - 30, match.index + 40)}`] : [];
      }),
    );
    expect(found).toEqual([]);
  });

  it('holds no number that rests on X or Y', () => {
    const secrets = restricted.flatMap(restingOnXOrY);
    expect(secrets.length).toBeGreaterThan(fetuses.length * 6);
    for (const { line, text } of sent) {
      for (const secret of secrets) expect(text.includes(secret), `${line}: ${secret}`).toBe(false);
    }
  });

  it('would be found: each pattern has a text that it catches', () => {
    const texts = ['a Male fetus', '"fetalSex"', '胎儿为男', 'chrY\t1', '47,XXY'];
    for (const [i, text] of texts.entries()) expect(text).toMatch(telling[i]);
  });
});

/** Registers, analyses, reviews and signs one sample; what rests on X and Y is sealed apart. */
async function issue(i: number, recipe: Partial<SampleRecipe>) {
  const number = `N2026042000${i + 1}`;
  const passport = { type: 'passport', value: `E1234567${i}` };
  await registerCase(service, { number, registration: { identifier: passport } });
  const { restricted: secret, ...shown } = analyse(number, recipe);
  if (!secret) throw new Error('the analysis has nothing restricted');
  restricted.push(secret);
  const { reviewId, runId, sampleId } = await analyseCase(service, { number, result: shown });
  const decision = { decision: 'approve', comment: '' };
  const decided = await service.call(
    'reviewer',
    `POST /api/v1/reviews/${reviewId}/decision`,
    decision,
  );
  if (decided.status !== 200) {
    const noCall = { decision: 'no-call', comment: 'x' };
    await service.call('reviewer', `POST /api/v1/reviews/${reviewId}/decision`, noCall);
  }
  const signed = await service.call('approver', `POST /api/v1/reviews/${reviewId}/sign`);
  expect(signed.status, JSON.stringify(signed.body)).toBe(201);
  return { reportId: signed.body.id as string, runId, sampleId };
}

const landscape = simulatedLandscape(1_000_000);
const trained = goodValue(trainOn(simulatedControls(landscape, 100)));
const model = goodValue(loadModel(filesOf(trained)));

function analyse(name: string, recipe: Partial<SampleRecipe>) {
  const counts = simulatedSample(landscape, { ...recipe, name });
  const input = { file: `${name}.bam`, sha256: 'a'.repeat(64) };
  const options = { age: 30, weeks: '15+4', restricted: true, softwareVersion: '0.1.0', input };
  return goodValue(analyseSample(counts, model, options));
}

/** Everything that can be asked for of one report, its run and its sample. */
async function collect(reportId: string, { runId, sampleId }: { runId: string; sampleId: string }) {
  const report = `/api/v1/reports/${reportId}`;
  for (const language of ['zh', 'en']) {
    await take('approver', `${report}/pdf?language=${language}`);
    await take('reviewer', `/api/v1/runs/${runId}/samples.csv?language=${language}`);
    await take('reviewer', `/api/v1/runs/${runId}/samples.xlsx?language=${language}`);
  }
  await take('approver', `/api/v1/overview/samples/${sampleId}`);
  await take('approver', `/api/v1/overview/runs/${runId}`);
  await take('approver', `/api/v1/overview/reports/${reportId}`);
  await take('approver', '/api/v1/overview/queue');
  await take('reviewer', report);
  await take('reviewer', `${report}/vcf`);
  await take('reviewer', `${report}/phenopacket`);
  await take('platform', `/api/v1/released-reports/${reportId}/phenopacket`);
  await take('platform', `/fhir/DiagnosticReport/${reportId}`);
  await take('reviewer', `/api/v1/samples/${sampleId}/analysis`);
}

async function take(role: Role, path: string): Promise<void> {
  const { status, raw } = await service.call(role, `GET ${path}`);
  expect(status, path).toBe(200);
  const named = String(raw.headers['content-disposition'] ?? '');
  sent.push({ line: path, text: `${named}\n${textOf(path, raw.rawPayload)}` });
}

function textOf(path: string, bytes: Buffer): string {
  if (path.includes('/pdf?')) return `${textOfPdf(bytes)}\n${metadataOf(bytes)}`;
  if (path.includes('.xlsx')) return unzipped(bytes);
  if (path.endsWith('/phenopacket')) return withoutEmptyFields(JSON.parse(bytes.toString()));
  return bytes.toString();
}

/** The part of a PDF/A that stands in it in the clear. */
function metadataOf(pdf: Buffer): string {
  const text = pdf.toString('utf8');
  return text.slice(text.indexOf('<?xpacket begin'), text.indexOf('<?xpacket end'));
}

function unzipped(bytes: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'banyan-blind-'));
  writeFileSync(join(folder, 'a.zip'), bytes);
  const { stdout } = spawnSync('unzip', ['-p', join(folder, 'a.zip')]);
  rmSync(folder, { recursive: true, force: true });
  return stdout.toString();
}

/**
 * A phenopacket's schema has fields for the sex of each person: the fetus's must say unknown, the
 * mother's what mothers are. Both are taken out before the words are looked for.
 */
function withoutEmptyFields(family: Family): string {
  const [mother] = family.relatives;
  const people = [family.proband.subject, mother.subject];
  expect(people.map(({ sex }) => sex)).toEqual(['UNKNOWN_SEX', 'FEMALE']);
  expect(people.map((one) => one.karyotypicSex)).toEqual(Array(2).fill('UNKNOWN_KARYOTYPE'));
  const [fetus, parent] = family.pedigree.persons;
  expect([fetus.individualId, fetus.sex]).toEqual([family.proband.subject.id, 'UNKNOWN_SEX']);
  expect([parent.individualId, parent.sex]).toEqual([mother.subject.id, 'FEMALE']);
  const text = JSON.stringify(family);
  return text.replaceAll(
    /"sex":"(?:UNKNOWN_SEX|FEMALE)"|"karyotypicSex":"UNKNOWN_KARYOTYPE"/g,
    '""',
  );
}

/**
 * What a boy's and a girl's X and Y gave, as the first digits of each number. A girl's combined
 * estimate is the one of the autosomes, which reports give.
 */
function restingOnXOrY({ chromosomeX, chromosomeY, fetalFraction }: RestrictedResult): string[] {
  const { chrX, chrY, combined, profile } = fetalFraction;
  const open = new Set(digitsOf(profile));
  const all = digitsOf([chromosomeX, chromosomeY, chrX, chrY, combined]);
  return all.filter((digits) => !open.has(digits));
}

/** The numbers with enough digits to be nobody else's. */
function digitsOf(value: unknown): string[] {
  if (typeof value !== 'object') return /^-?\d\.\d{8}/.exec(String(value))?.slice(0, 1) ?? [];
  return value === null ? [] : Object.values(value).flatMap(digitsOf);
}
