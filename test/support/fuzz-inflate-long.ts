import { threadKernel } from '../../workers/kernel.ts';
import { fuzzInflate } from './fuzz-inflate.ts';

// `npm run fuzz:inflate [-- seed]`: 100 000 valid streams and as many broken ones.
const seed = Number(process.argv[2] ?? 2);
const kernel = threadKernel();
kernel.reserve(1 << 20);
const { valid, refused } = fuzzInflate(kernel, { streams: 200_000, seed });
console.log(
  `seed ${seed}: ${valid} streams as zlib inflates them, ${refused} refused as zlib does`,
);
