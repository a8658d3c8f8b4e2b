import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const report = process.env.BANYAN_TEST_REPORT;
// The many processes that tests start compile each source once: nearly a third less CPU.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(
  new URL('../node_modules/.cache/compiled', import.meta.url),
);

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['test/**/*.test.ts'],
    // These need a browser, and have a command of their own.
    exclude: ['test/browser/**'],
    globalSetup: [fileURLToPath(new URL('support/run-folder.ts', import.meta.url))],
    setupFiles: ['test/support/fixed-seed.ts', 'test/support/hold-answers.ts'],
    pool: 'forks',
    // Files of one worker share what they import: a third less time. They share no state.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
  },
});
