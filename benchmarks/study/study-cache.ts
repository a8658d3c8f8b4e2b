import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';

const top = fileURLToPath(new URL('../../', import.meta.url));
/** Whatever can move a result of the study. */
const sources = ['src/analysis', 'fixtures/simulate', 'benchmarks/study'];

/** Keeps what was computed by these very sources, so that a study goes on where it stopped. */
export function openStudyCache() {
  const folder = join(top, '.cache/study', sourcesHash().slice(0, 16));
  mkdirSync(folder, { recursive: true });
  return {
    /** The kept answer to a question, or the one that `compute` gives, kept. */
    async remember<T>(question: unknown, compute: () => Promise<T>): Promise<T> {
      const file = join(folder, `${hashOf(JSON.stringify(question))}.bin`);
      if (existsSync(file)) return deserialize(readFileSync(file));
      const answer = await compute();
      writeFileSync(`${file}.part`, serialize(answer));
      renameSync(`${file}.part`, file);
      return answer;
    },
  };
}

function sourcesHash(): string {
  const hash = createHash('sha256').update(process.version);
  for (const source of sources) {
    const names = readdirSync(join(top, source), { recursive: true, encoding: 'utf8' });
    for (const name of names.filter((found) => found.endsWith('.ts')).sort()) {
      hash.update(name).update(readFileSync(join(top, source, name)));
    }
  }
  return hash.digest('hex');
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
