/** The compiled kernel (`kernel/`): what it exports, by addresses of its memory. */
interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  blockSize(start: number, end: number): number;
  contentSize(block: number, size: number): number;
  inflateBlock(block: number, size: number, output: number): number;
  crc32(start: number, size: number): number;
  inflate(input: number, inputSize: number, output: number, size: number): number;
  prepareScan(): void;
  scan(first: number, end: number): number;
}

/** What the platform lends: `analysis/` itself opens no file and uses no Node API. */
export interface KernelPlatform {
  /** A `WebAssembly.Module` of `kernel/`. */
  readonly module: object;
}

/**
 * One instance of the kernel with its memory, which grows but never shrinks: one per thread, used
 * for one file after the other and for one at a time.
 */
export interface Kernel {
  readonly run: Omit<KernelExports, 'memory'>;
  /** The whole memory; growing makes a new view of it. */
  bytes(): Uint8Array;
  /** Makes the memory reach to `end` at least. */
  reserve(end: number): void;
}

declare const WebAssembly: {
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

const pageSize = 65_536;

/** Starts an instance of the kernel. */
export function createKernel({ module }: KernelPlatform): Kernel {
  const { memory, ...run } = new WebAssembly.Instance(module).exports as KernelExports;
  let view = new Uint8Array(memory.buffer);
  return {
    run,
    bytes() {
      if (view.buffer !== memory.buffer) view = new Uint8Array(memory.buffer);
      return view;
    },
    reserve(end) {
      const lacking = end - memory.buffer.byteLength;
      if (lacking > 0) memory.grow(Math.ceil(lacking / pageSize));
    },
  };
}
