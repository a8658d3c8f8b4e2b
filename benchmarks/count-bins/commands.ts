import { fileURLToPath } from 'node:url';

const banyan = fileURLToPath(new URL('../../dist/src/cli/banyan.js', import.meta.url));

/** What both count: mapped primary reads in order, of mapping quality 1 and more. */
export function samtoolsOn(file: string, threads: number): string[] {
  const more = threads > 1 ? ['-@', `${threads}`] : [];
  return ['samtools', 'view', '-c', '-F', '0xF04', '-q', '1', ...more, file];
}

/** As it is installed, its start-up included. */
export function banyanOn(file: string, threads: number): string[] {
  return [process.execPath, banyan, 'count', '--json', '--threads', `${threads}`, file];
}
