import { readSync } from 'node:fs';
import type { BamLane } from '../src/analysis/bam/bam-lane.ts';
import type { BinCounter } from '../src/analysis/bin-counts/count-bins.ts';
import type { LaneRelay } from './lane-relay.ts';
import type { LaneThread } from './lane-thread.ts';

interface LanePlace {
  readonly descriptor: number;
  readonly relay: LaneRelay;
  readonly thread: LaneThread;
  readonly progress?: SharedArrayBuffer;
}

/** Reads the file's first bytes until the header is behind, as every lane does for itself. */
export function readHeader(counter: BinCounter, descriptor: number): boolean {
  for (let position = 0; counter.scanState() === undefined; ) {
    const size = readSync(descriptor, counter.room(), { position });
    if (size === 0 || counter.take(size)) return false;
    position += size;
  }
  return true;
}

/**
 * One lane: claims stretch after stretch, inflates, waits for its turn, scans. The lane that comes
 * to the end of the file judges it.
 */
export async function runLane(lane: BamLane, place: LanePlace): Promise<void> {
  const { relay, thread } = place;
  try {
    for (;;) {
      await thread.breathe();
      const { ticket, isEnd } = await claim(lane, place);
      if (ticket < 0) return;
      lane.inflate();
      const baton = await relay.await(ticket);
      if (!baton) return;
      const outcome = isEnd ? (lane.endProblem(baton) ?? baton) : lane.scan(baton);
      if ('kind' in outcome) relay.stop(outcome);
      else relay.pass(ticket + 1, outcome);
    }
  } catch (error) {
    relay.stop();
    throw error;
  }
}

async function claim(lane: BamLane, { descriptor, relay, progress }: LanePlace) {
  let isEnd = false;
  const ticket = await relay.claim((byteOffset) => {
    const next = lane.claim(fill(lane.seek(byteOffset), descriptor, byteOffset));
    isEnd = next === byteOffset;
    if (progress) Atomics.add(new BigUint64Array(progress), 0, BigInt(next - byteOffset));
    return { next, isEnd };
  });
  return { ticket, isEnd };
}

/** Fills the room as far as the file goes; answers how far that is. */
function fill(room: Uint8Array, descriptor: number, start: number): number {
  let size = 0;
  while (size < room.length) {
    const position = start + size;
    const read = readSync(descriptor, room.subarray(size), { position });
    if (read === 0) break;
    size += read;
  }
  return size;
}
