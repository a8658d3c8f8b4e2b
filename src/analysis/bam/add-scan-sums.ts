import type { ScanSums } from './scan-state.ts';

/** Adds what two scans of one file's parts have counted, into the arrays of the first. */
export function addScanSums(sums: ScanSums, more: ScanSums): ScanSums {
  add(sums.classCounts, more.classCounts);
  add(sums.fragmentCounts, more.fragmentCounts);
  add(sums.forward, more.forward);
  add(sums.reverse, more.reverse);
  add(sums.gcBases, more.gcBases);
  add(sums.calledBases, more.calledBases);
  const otherContig = sums.otherContig + more.otherContig;
  return { ...sums, otherContig, fragmentTotal: sums.fragmentTotal + more.fragmentTotal };
}

function add(to: Float64Array | Uint32Array, from: ArrayLike<number>): void {
  for (let i = 0; i < to.length; i++) to[i] += from[i];
}
