import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** The folder of real data and golden answers beside the repository; null where it is absent. */
export function sharedFolder(): string | null {
  const folder = fileURLToPath(new URL('../../../shared', import.meta.url));
  return existsSync(folder) ? folder : null;
}

/** Whether a peer's program is installed. */
export function hasTool(name: string): boolean {
  return spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/**
 * A `describe` that needs something from outside. Where that is absent it is skipped, saying so; on
 * the build machine (`CI=true`) its absence is a failure, so that a skip never hides a lost peer.
 */
export function peerDescribe(
  title: string,
  need: { what: string; present: boolean },
  body: () => void,
): void {
  if (need.present) describe(title, body);
  else if (process.env.CI === 'true') {
    it(`${title}: needs ${need.what}`, () => expect.fail(`${need.what} is absent`));
  } else describe.skip(`${title} (skipped: ${need.what} is absent)`, body);
}
