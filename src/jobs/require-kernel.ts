import { existsSync } from 'node:fs';
import { SetupProblem } from '../security/setup-problem.ts';

/** The same file that the threads read (`workers/kernel.ts`). */
const file = new URL('../analysis/bam/kernel/kernel.wasm', import.meta.url);

/** Refuses to start a build that lacks what counts: it would take files and fail every one. */
export function requireKernel(): void {
  if (existsSync(file)) return;
  throw new SetupProblem('this build has no counting kernel (kernel.wasm): run `npm run build`');
}
