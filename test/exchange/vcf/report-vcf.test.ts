import { spawnSync } from 'node:child_process';
import VCF from '@gmod/vcf';
import { describe, expect, it } from 'vitest';
import { assemblyNames, lengthsOf } from '../../../src/analysis/genome/assembly.ts';
import { reportContent } from '../../../src/casework/report/report-content.ts';
import { contigLengths } from '../../../src/exchange/vcf/contig-lengths.ts';
import { reportVcf, type VcfReport } from '../../../src/exchange/vcf/report-vcf.ts';
import { hasTool, peerDescribe } from '../../support/peers.ts';
import {
  analysisExample,
  reportInputExample,
  restrictedExample,
} from '../../support/report-example.ts';

type Change = Parameters<typeof reportInputExample>[0];

const mixed = analysisExample({ T21: 'high-risk', T13: 'no-call' });

function vcf(change: Change = {}, state: VcfReport['state'] = 'ISSUED'): string {
  const input = reportInputExample({ result: mixed, ...change });
  const document = reportContent(input);
  return reportVcf({ document, state, bodySha256: 'd'.repeat(64), analysis: input.result });
}

function parsed(text: string) {
  const lines = text.trimEnd().split('\n');
  const header = lines.filter((line) => line.startsWith('#')).join('\n');
  const parser = new VCF({ header });
  return {
    parser,
    rows: lines.filter((line) => !line.startsWith('#')).map(parser.parseLine.bind(parser)),
  };
}

describe('a VCF', () => {
  it('has one depth claim a target, in the order of the genome', () => {
    const analysis = { ...mixed, chromosomes: mixed.chromosomes.map((each) => ({ ...each })) };
    analysis.chromosomes[20].fraction = 0.042;
    const { rows } = parsed(vcf({ result: analysis }));
    expect(rows.map(({ CHROM, POS, REF, ALT, FILTER }) => [CHROM, POS, REF, ALT, FILTER])).toEqual([
      ['chr13', 1, 'N', ['<CNV>'], ['NO_CALL']],
      ['chr18', 1, 'N', ['<CNV>'], 'PASS'],
      ['chr21', 1, 'N', ['<CNV>'], 'PASS'],
    ]);
    expect(rows[2].INFO).toMatchObject({
      ...{ END: [46_709_983], SVLEN: [46_709_982], SVCLAIM: ['D'], IMPRECISE: true },
      ...{ FETAL_CN: [3], Z: [12.35], FF: [0.105], RISK: ['HIGH'] },
    });
    const copies = rows.map((row) => row.SAMPLES().N20260420001.CN);
    expect(copies).toEqual([undefined, [2], [2.1]]);
  });

  it('defines all that it uses', () => {
    const text = vcf();
    const { parser, rows } = parsed(text);
    for (const { INFO = {} } of rows) {
      for (const name of Object.keys(INFO)) expect(parser.getMetadata('INFO', name)).toBeDefined();
    }
    expect(text).toMatch(/^##fileformat=VCFv4\.4\n##fileDate=20260423\n/);
    expect(text).toContain('##banyanNotice=for validation, not for clinical use');
    expect(text).toContain('##banyanStatement=This is a screening test.');
  });

  it('claims no fetus of several, and nothing of a version that is out of force', () => {
    const subject = { ...reportInputExample().subject, fetusCount: 2 };
    expect(vcf({ subject })).not.toContain('FETAL_CN=');
    const amended = parsed(vcf({}, 'AMENDED')).rows.map(({ FILTER }) => FILTER);
    expect(amended).toEqual([['NO_CALL', 'SUPERSEDED'], ['SUPERSEDED'], ['SUPERSEDED']]);
    const revoked = vcf({}, 'REVOKED');
    expect(parsed(revoked).rows).toEqual([]);
    expect(revoked).toContain('State=REVOKED');
  });

  it('knows the lengths of every genome build', () => {
    for (const assembly of assemblyNames) {
      for (const name of ['13', '18', '21'] as const) {
        const length = lengthsOf(assembly)[Number(name) - 1];
        expect(contigLengths[assembly][name], `${assembly} ${name}`).toBe(length);
      }
    }
  });

  it('is the same for a boy and a girl', () => {
    const of = (sex: 'female' | 'male') =>
      vcf({ result: { ...mixed, restricted: restrictedExample(sex) } });
    expect(of('male')).toBe(of('female'));
    expect(of('male')).not.toMatch(/chr[XY]|777|\bsex\b|male/i);
  });
});

const bcftools = { what: 'bcftools', present: hasTool('bcftools') };

peerDescribe('a VCF, as read by bcftools', bcftools, () => {
  it.each(['ISSUED', 'AMENDED', 'REVOKED'] as const)('%s passes without a warning', (state) => {
    const read = spawnSync('bcftools', ['view', '-'], { input: vcf({}, state) });
    expect(read.stderr.toString()).toBe('');
    expect(read.status).toBe(0);
    const rows = read.stdout.toString().match(/^chr.*$/gm) ?? [];
    expect(rows).toHaveLength(state === 'REVOKED' ? 0 : 3);
  });
});
