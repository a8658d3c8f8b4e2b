import fc from 'fast-check';

/**
 * Runs before every test file: properties draw the same cases on every machine and every day. Other
 * cases are looked for on purpose, with a seed of one's own in BANYAN_TEST_SEED.
 */
fc.configureGlobal({ seed: Number(process.env.BANYAN_TEST_SEED ?? 20_261_122) });
