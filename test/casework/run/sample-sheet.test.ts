import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../../src/casework/run/csv-text.ts';
import { parseSampleSheet } from '../../../src/casework/run/sample-sheet.ts';

const problemsOf = (text: string) => {
  const sheet = parseSampleSheet(text);
  return sheet.ok ? [] : sheet.problems.map(({ line, detail }) => `${line}: ${detail}`);
};

const filesOf = (text: string) => {
  const sheet = parseSampleSheet(text);
  if (!sheet.ok) throw new Error(JSON.stringify(sheet.problems));
  return sheet.rows.map(({ sample, specimen, file }) => `${sample} ${specimen} ${file}`);
};

describe('a sample sheet', () => {
  it('is read, with BOM, CRLF, quotes, blank lines and any column order', () => {
    const text =
      '\uFEFFkind,sample,specimen\r\npatient,"S1",N1\r\n\r\nno-template-control,NTC,\r\n';
    expect(parseSampleSheet(text)).toEqual({
      ok: true,
      rows: [
        { line: 2, sample: 'S1', specimen: 'N1', kind: 'patient', file: 'S1.bam', lane: null },
        {
          line: 4,
          sample: 'NTC',
          specimen: null,
          kind: 'no-template-control',
          file: 'NTC.bam',
          lane: null,
        },
      ],
    });
  });

  it('reads a sample on several lanes as several files', () => {
    const rows = filesOf(
      'sample,specimen,kind,lane,file\nS1,N1,patient,1,\nS1,N1,patient,2,\nS2,N2,patient,1,x.bam\n',
    );
    expect(rows).toEqual(['S1 N1 S1_L001.bam', 'S1 N1 S1_L002.bam', 'S2 N2 x.bam']);
  });

  it('reads Illumina sheets of version 1 and 2, padded by a spreadsheet', () => {
    const version1 = [
      '[Header],,,,',
      'IEMFileVersion,5,,,',
      '[Reads],,,,',
      '36,,,,',
      '[Data],,,,',
      'Lane,Sample_ID,Sample_Name,index,Kind',
      '1,S1,N1,ACGT,',
      '2,S1,N1,ACGT,',
      '1,NTC,NTC,TTTT,no-template-control',
      ',,,,',
    ];
    expect(filesOf(version1.join('\r\n'))).toEqual([
      ...['S1 N1 S1_L001.bam', 'S1 N1 S1_L002.bam', 'NTC null NTC.bam'],
    ]);
    const version2 = [
      '[Header]',
      'FileFormatVersion,2',
      '[BCLConvert_Settings]',
      'SoftwareVersion,4.1.7',
      '[BCLConvert_Data]',
      'Sample_ID,Index,Index2',
      'N7,ACGT,TTTT',
      '[Cloud_Data]',
      'Sample_ID,ProjectName',
      'N7,x',
    ];
    expect(filesOf(version2.join('\n'))).toEqual(['N7 N7 N7.bam']);
    expect(problemsOf('[Header]\nDate,2026\n')).toEqual([
      '1: the sheet has no section [Data] or [BCLConvert_Data]',
    ]);
    expect(problemsOf('[Data]\nLane,index\n1,ACGT')).toEqual([
      '2: no column names the samples (Sample_ID)',
    ]);
  });

  it('reads MGI sheets, also with Chinese columns', () => {
    const english = 'Lane ID,Sample ID,Barcode ID,Specimen\n1,S1,57,N1\n2,S1,57,N1\n';
    expect(filesOf(english)).toEqual(['S1 N1 S1_L001.bam', 'S1 N1 S1_L002.bam']);
    const chinese = '泳道,样本编号,条码,样本类型\n1,N1,57,\n1,NTC,58,no-template-control\n';
    expect(filesOf(chinese)).toEqual(['N1 N1 N1.bam', 'NTC null NTC.bam']);
  });

  it('refuses cells that a spreadsheet would compute', () => {
    for (const cell of ['=1+1', '+1', '-1', '@x', '\t=1']) {
      expect(problemsOf(`sample,specimen,kind\n${cell},N1,patient`)[0]).toMatch(
        /^2: the sample name/,
      );
      expect(problemsOf(`sample,specimen,kind\nS1,${cell},patient`)[0]).toMatch(/^2: a patient/);
    }
  });

  it('refuses lanes that contradict each other or do not exist', () => {
    const text = [
      'sample,specimen,kind,lane,file',
      'S1,N1,patient,1,',
      'S1,N2,patient,2,',
      'S2,N3,patient,0,',
      'S3,N4,patient,one,',
      'S1,N1,patient,1,',
    ].join('\n');
    expect(problemsOf(text)).toEqual([
      '3: differs from the same sample in line 2',
      '4: the lane must be a whole number from 1 to 64',
      '5: the lane must be a whole number from 1 to 64',
      '6: repeats the sample of line 2',
    ]);
  });

  it('names every problem with its line', () => {
    const text = [
      'sample,specimen,kind,file',
      'S1,N1,patient,',
      'S1,N2,patient,other.bam',
      's1,N1,patient,third.bam',
      ',N3,patient,',
      'S4,,patient,',
      'NTC,N4,no-template-control,',
      'S5,N5,mother,',
      'S6,N6,patient,../S6.bam',
      'S7,N7,patient,S7.cram',
      'S8,N8,patient',
      '../x,N9,patient,',
      'S9,N10,patient,s1.bam',
    ].join('\n');
    expect(problemsOf(text)).toEqual([
      '3: differs from the same sample in line 2',
      '4: differs from the same sample in line 2',
      '5: the sample name needs 1 to 64 of A-Z a-z 0-9 . _ -',
      '6: a patient’s sample needs the number of its specimen',
      '7: a control has no specimen',
      '8: the kind must be one of patient, no-template-control, negative-control, positive-control',
      '9: the file must be a plain file name that ends in .bam',
      '10: the file must be a plain file name that ends in .bam',
      '11: 3 cells under 4 columns',
      '12: the sample name needs 1 to 64 of A-Z a-z 0-9 . _ -',
      '13: repeats the file of line 2',
    ]);
  });

  it.each([
    ['', '1: the sheet is empty'],
    ['\n\n', '1: the sheet is empty'],
    ['sample,specimen,kind\n', '1: the sheet names no sample'],
    ['sample,kind\nS1,patient', '1: the column specimen is missing'],
    ['sample,specimen,kind,sex\nS1,N1,patient,f', '1: the column "sex" is unknown'],
    ['sample,sample,specimen,kind\nS1,S1,N1,patient', '1: the column sample is there twice'],
    ['sample,specimen,kind\nS1,"N1,patient', '2: a quote is not closed or not doubled'],
    ['sample,specimen,kind\nS1,N"1,patient', '2: a quote is not closed or not doubled'],
  ])('refuses %j', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it('refuses more rows than any run has', () => {
    const rows = Array.from({ length: 10_001 }, (_, i) => `S${i},N${i},patient`);
    expect(problemsOf(`sample,specimen,kind\n${rows.join('\n')}`)).toEqual([
      '10000: more than 10000 samples',
    ]);
  });
});

describe('comma-separated text', () => {
  it('follows the worked example', () => {
    expect(parseCsv('a,"b,c"\n')).toEqual({
      ok: true,
      records: [{ line: 1, cells: ['a', 'b,c'] }],
    });
  });

  it('counts lines within quotes', () => {
    expect(parseCsv('"a\nb",c\nd,"e""f"')).toEqual({
      ok: true,
      records: [
        { line: 1, cells: ['a\nb', 'c'] },
        { line: 3, cells: ['d', 'e"f'] },
      ],
    });
    expect(parseCsv('a,\n,b,')).toMatchObject({
      records: [{ cells: ['a', ''] }, { cells: ['', 'b', ''] }],
    });
  });

  it('gives back what was written, and never throws or hangs', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '猫') });
    const written = (cells: string[]) =>
      cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(',');
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
        const read = parseCsv(rows.map(written).join('\r\n'));
        expect(read.ok && read.records.map((record) => record.cells)).toEqual(rows);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r') }), (text) => {
        expect(typeof parseCsv(text).ok).toBe('boolean');
      }),
    );
    expect(parseCsv(`"${'a'.repeat(2_000_000)}`).ok).toBe(false);
  });
});
