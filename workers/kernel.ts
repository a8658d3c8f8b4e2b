import { readFileSync } from 'node:fs';
import { createKernel, type Kernel } from '../src/analysis/bam/kernel-instance.ts';

/** Compiled by `npm run build`, beside its source and again in `dist/`. */
const file = new URL('../src/analysis/bam/kernel/kernel.wasm', import.meta.url);

let kernel: Kernel | undefined;

/** This thread's kernel: started once, used for one file after the other. */
export function threadKernel(): Kernel {
  kernel ??= createKernel({ module: new WebAssembly.Module(readKernel()) });
  return kernel;
}

/** Whoever counts without it fails, and says why: a sample is never counted as empty. */
function readKernel(): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error('the counting kernel (kernel.wasm) is missing: run `npm run build`', {
      cause: error,
    });
  }
}

declare const WebAssembly: { readonly Module: new (bytes: Uint8Array) => object };
