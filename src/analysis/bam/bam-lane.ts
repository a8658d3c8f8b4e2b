import type { DataProblem } from '../data-problem.ts';
import type { BlockInput, InputPlace } from './block-input.ts';
import { cutWithin } from './block-problem.ts';
import { type BlockWindow, createBlockWindow } from './block-window.ts';
import type { Kernel } from './kernel-instance.ts';
import type { ScanState } from './scan-state.ts';

/** Inflated bytes of one stretch, about: some ten blocks, which the cache holds until the scan. */
const stretchSize = 1024 * 1024;
/** Bytes of the file read for the first one; later as many as the last one took, and some more. */
const firstReadSize = stretchSize / 2;
const readAhead = 64 * 1024;
/** Room before a stretch for the record that reaches into it; a longer one makes more. */
const headroom = 64 * 1024;

/** What a scan hands to the one that goes on with the next stretch. */
export interface Baton {
  /** The last place and start: what the next record is judged by. */
  readonly sequence: Uint8Array;
  /** Beginning of the record that reaches into the next stretch. */
  readonly rest: Uint8Array;
  /** Offset of the block it begins in. */
  readonly restOffset: number;
  readonly endsWithEndOfFile: boolean;
}

/**
 * One of several readers of a file: stretches are claimed and inflated by whichever lane is free,
 * and scanned in the file's order, each lane adding up its own counts.
 */
export interface BamLane {
  /** What the reader has come to before there were lanes. */
  readonly start: { readonly byteOffset: number; readonly baton: Baton };
  /** Room for the bytes of the file from `byteOffset` on. */
  seek(byteOffset: number): Uint8Array;
  /** Takes the bytes put there; answers where the next stretch begins: here, if this is the end. */
  claim(sizeBytes: number): number;
  /** Inflates the claimed stretch, as far as it is sound. */
  inflate(): void;
  /** Scans it behind what the baton carries: the baton for the next stretch, or a problem. */
  scan(baton: Baton): Baton | DataProblem;
  /** What is wrong with the end of the file, behind the last stretch. */
  endProblem(baton: Baton): DataProblem | undefined;
}

export function createBamLane(
  kernel: Kernel,
  parts: { readonly input: BlockInput; readonly scan: ScanState; readonly window: BlockWindow },
): BamLane {
  const { input, scan } = parts;
  const place = input.place();
  const start = { byteOffset: place.byteOffset, baton: batonOf(parts, place) };
  const window = createBlockWindow(kernel, scan.end, stretchSize + headroom + 131_072);
  let readSize = firstReadSize;
  let stretchEnd = 0;
  let problem: DataProblem | undefined;

  return {
    start,
    seek(byteOffset) {
      input.seek({ byteOffset, endsWithEndOfFile: false });
      return input.room().subarray(0, readSize);
    },
    claim(sizeBytes) {
      input.take(sizeBytes);
      stretchEnd = input.placeAfter(stretchSize);
      readSize = stretchEnd - input.place().byteOffset + readAhead;
      return stretchEnd;
    },
    inflate() {
      window.clear(headroom);
      problem = undefined;
      while (!problem && input.place().byteOffset < stretchEnd) {
        const outcome = input.readBlock(window);
        if (typeof outcome !== 'string') problem = outcome;
      }
    },
    scan(baton) {
      scan.sequence().set(baton.sequence);
      window.prepend(baton.rest, baton.restOffset);
      return window.scan(scan) ?? problem ?? batonOf({ scan, window }, input.place());
    },
    endProblem(baton) {
      const isCut = baton.rest.length > 0;
      return (
        input.endProblem(baton.endsWithEndOfFile) ?? (isCut ? cutWithin('a record') : undefined)
      );
    },
  };
}

/** Copies: the views behind it change with the next stretch. */
function batonOf(
  { scan, window }: { readonly scan: ScanState; readonly window: BlockWindow },
  { endsWithEndOfFile }: InputPlace,
): Baton {
  const { bytes, byteOffset } = window.rest();
  return {
    sequence: scan.sequence().slice(),
    rest: bytes.slice(),
    restOffset: byteOffset,
    endsWithEndOfFile,
  };
}
