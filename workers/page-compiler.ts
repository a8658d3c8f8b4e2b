import { readFileSync } from 'node:fs';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

const compilers = new Map<string, NodeCompiler>();

/** This thread's compiler of pages with these fonts, made once; it sees no file but them. */
export function pageCompiler(fonts: readonly string[]): NodeCompiler {
  const key = fonts.join('\n');
  const known = compilers.get(key);
  if (known) return known;
  const fontBlobs = fonts.map((file) => readFileSync(file));
  const compiler = NodeCompiler.create({
    workspace: import.meta.dirname,
    fontArgs: [{ fontBlobs }],
  });
  compilers.set(key, compiler);
  return compiler;
}
