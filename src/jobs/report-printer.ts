import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Result } from '../analysis/data-problem.ts';
import { fontFamily } from '../exchange/print/font-family.ts';
import { reportFont, reportLayout } from '../exchange/print/report-layout.ts';
import { type PrintedReport, reportPrint } from '../exchange/print/report-print.ts';
import { SetupProblem } from '../security/setup-problem.ts';
import { createWorkerPool } from './worker-pool.ts';

/** Sets issued reports as PDF, away from the event loop. */
export interface ReportPrinter {
  print(report: PrintedReport): Promise<Result<Uint8Array>>;
  close(): Promise<void>;
}

const fontPackage = '@expo-google-fonts/noto-sans-sc';
const ownFonts = ['400Regular/NotoSansSC_400Regular.ttf', '700Bold/NotoSansSC_700Bold.ttf'];

/**
 * A printer with the page's own font, and the fonts of a folder for characters that it lacks. A
 * folder without any font that can be read is refused at once, in one line.
 */
export function createReportPrinter(fontFolder: string | null): ReportPrinter {
  const further = fontFolder === null ? [] : furtherFonts(fontFolder);
  const { resolve } = createRequire(import.meta.url);
  const files = ownFonts.map((file) => resolve(`${fontPackage}/${file}`));
  const fonts = [...files, ...further.map(({ file }) => file)];
  const families = [...new Set([reportFont, ...further.map(({ family }) => family)])];
  // One thread: a page takes some ten milliseconds, and the fonts some ten megabytes each.
  const pool = createWorkerPool({ threads: 1 });
  return {
    print: (report) => {
      const data = JSON.stringify({ ...reportPrint(report), fonts: families });
      const createdAt = Math.floor(signedAt(report).getTime() / 1000);
      return pool.run('print-report', { layout: reportLayout, data, fonts, createdAt });
    },
    close: () => pool.close(),
  };
}

function signedAt({ document }: PrintedReport): Date {
  return new Date(document.signatures.find(({ role }) => role === 'approver')?.at ?? 0);
}

/** Fonts in the order of their names, so that two machines with one folder print the same. */
function furtherFonts(folder: string): { file: string; family: string }[] {
  const names = filesOf(folder).filter((name) => /\.(?:ttf|otf)$/i.test(name));
  if (names.length === 0) {
    throw new SetupProblem(`BANYAN_FONTS has no font: put .ttf or .otf files into ${folder}`);
  }
  return names
    .sort((one, other) => (one < other ? -1 : 1))
    .map((name) => {
      const file = join(folder, name);
      const family = fontFamily(readFileSync(file));
      if (family !== null) return { file, family };
      throw new SetupProblem(
        `${file} is no TrueType or OpenType font: take it out of BANYAN_FONTS`,
      );
    });
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    throw new SetupProblem(`BANYAN_FONTS names ${folder}, which cannot be read`);
  }
}
