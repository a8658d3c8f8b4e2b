import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const report = process.env.BANYAN_BROWSER_REPORT;

/** The page in a real browser: `npm run test:browser`, apart from `npm test`. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/browser/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 90_000,
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
  },
});
