import type { CsvRecord } from './csv-text.ts';

const sheetFields = ['sample', 'specimen', 'kind', 'file', 'lane'] as const;
export type SheetField = (typeof sheetFields)[number];

/** Where the samples of a sheet stand: its header, its rows, and what the columns are called. */
export interface SheetTable {
  /** `banyan` sheets are ours and strict; the others carry columns that are the instrument's own. */
  readonly dialect: 'banyan' | 'illumina-1' | 'illumina-2' | 'mgi';
  readonly line: number;
  readonly columns: readonly string[];
  readonly records: readonly CsvRecord[];
}

/**
 * Names of columns, in lower case without blanks, underscores and hyphens. Where a sheet has
 * several of one field, the first in this list is taken.
 */
const synonyms: Readonly<Record<SheetField, readonly string[]>> = {
  sample: ['sample', 'sampleid', 'samplename', '样本编号', '样本名称', '样品编号', '样品名称'],
  specimen: ['specimen', 'specimenid', 'specimennumber', 'samplename', '标本编号', '采血管编号'],
  kind: ['kind', 'samplekind', 'sampletype', '样本类型'],
  file: ['file', 'filename', 'bam', '文件名'],
  lane: ['lane', 'laneid', 'laneno', '泳道', '泳道编号'],
};

const section = /^\[([^\]]+)\]$/;

/**
 * Finds the samples in a sheet: the section [Data] or [BCLConvert_Data] of an Illumina sheet of
 * version 1 or 2, the table of an MGI sheet (it names barcodes), or a table of our own.
 *
 * Edge: null where an Illumina sheet has no such section, or nothing stands in the sheet.
 */
export function findSheetTable(records: readonly CsvRecord[]): SheetTable | null {
  const [first] = records;
  if (!first) return null;
  if (section.test(first.cells[0].trim())) return illuminaTable(records);
  const columns = first.cells.map((cell) => cell.trim());
  const isMgi = columns.some((name) => /^(?:barcode|条码|接头)/.test(normalised(name)));
  return {
    dialect: isMgi ? 'mgi' : 'banyan',
    ...{ line: first.line, columns, records: records.slice(1) },
  };
}

function illuminaTable(records: readonly CsvRecord[]): SheetTable | null {
  const names = records.map(({ cells }) => section.exec(cells[0].trim())?.[1].toLowerCase());
  const start = names.findIndex((name) => name === 'bclconvert_data' || name === 'data');
  if (start < 0) return null;
  const end = names.findIndex((name, i) => i > start && name !== undefined);
  const rows = records.slice(start + 1, end < 0 ? undefined : end).filter(hasContent);
  const [header, ...samples] = rows;
  if (!header) return null;
  return {
    dialect: names[start] === 'data' ? 'illumina-1' : 'illumina-2',
    line: header.line,
    columns: trimmedEnd(header.cells.map((cell) => cell.trim())),
    records: samples.map((row) => ({ ...row, cells: trimmedEnd(row.cells) })),
  };
}

/** A spreadsheet pads the short rows of a sheet with commas. */
function hasContent({ cells }: CsvRecord): boolean {
  return cells.some((cell) => cell.trim() !== '');
}

function trimmedEnd(cells: readonly string[]): readonly string[] {
  const last = cells.findLastIndex((cell) => cell.trim() !== '');
  return cells.slice(0, last + 1);
}

/** Which column holds a field; -1 if none. In a sheet of our own the names are exact. */
export function columnOf({ dialect, columns }: SheetTable, field: SheetField): number {
  if (dialect === 'banyan') return columns.findIndex((name) => name.toLowerCase() === field);
  const names = columns.map(normalised);
  for (const synonym of synonyms[field]) {
    const column = names.indexOf(synonym);
    // Sample_Name is the specimen only where Sample_ID is there to be the sample.
    const isSample = field === 'specimen' && names.indexOf(firstOf(names)) === column;
    if (column >= 0 && !isSample) return column;
  }
  return -1;
}

function firstOf(names: readonly string[]): string {
  return synonyms.sample.find((synonym) => names.includes(synonym)) ?? '';
}

function normalised(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}

/** What is wrong with the columns of a sheet, one sentence each. */
export function columnFaults(table: SheetTable): string[] {
  if (table.dialect !== 'banyan') {
    return columnOf(table, 'sample') < 0 ? ['no column names the samples (Sample_ID)'] : [];
  }
  const names = table.columns.map((name) => name.toLowerCase());
  const isKnown = (name: string) => (sheetFields as readonly string[]).includes(name);
  return [
    ...['sample', 'specimen', 'kind']
      .filter((name) => !names.includes(name))
      .map((name) => `the column ${name} is missing`),
    ...names
      .filter((name) => !isKnown(name))
      .map((name) => `the column ${JSON.stringify(name)} is unknown`),
    ...names
      .filter((name, i) => isKnown(name) && names.indexOf(name) !== i)
      .map((name) => `the column ${name} is there twice`),
  ];
}
