import { GrowingCount, type GrowingCountOptions } from './growing-count.ts';

/** Go on counting an upload with what has come of it. */
export interface FollowUploadTask extends GrowingCountOptions {
  /** The upload; its tasks go to one thread, which remembers it. */
  readonly id: string;
  /** Where the bytes are: while they come, and then. */
  readonly files: readonly string[];
  /** `end`: the file is whole, `leave`: make room; either way its state is kept on disk. */
  readonly step: 'go-on' | 'leave' | 'end';
}

/** `refused`: whoever counts the whole file will say why. */
export type FollowUploadAnswer = 'up-to-date' | 'behind' | 'left' | 'refused';

/** Bytes of one task, so that uploads on one thread take turns. */
const taskSize = 32 * 1024 * 1024;

const followed = new Map<string, GrowingCount>();
let awake: GrowingCount | undefined;

/** The thread entry. Its memory of uploads may go with the thread: the state on disk is enough. */
export default function followUpload(task: FollowUploadTask): FollowUploadAnswer {
  const { id, files, step } = task;
  const count = followed.get(id) ?? takeUp(task);
  if (step === 'leave') return leave(id, count);
  if (awake !== count) awake?.rest();
  awake = count;
  const reached = count.advance(files, taskSize);
  if (typeof reached !== 'string') {
    drop(id);
    return 'refused';
  }
  if (reached === 'more') return 'behind';
  return step === 'end' ? leave(id, count) : 'up-to-date';
}

function takeUp(task: FollowUploadTask): GrowingCount {
  // Trying a state on needs the kernel.
  awake?.rest();
  awake = undefined;
  const count = new GrowingCount(task);
  count.resume(task.files);
  followed.set(task.id, count);
  return count;
}

function leave(id: string, count: GrowingCount): FollowUploadAnswer {
  count.save();
  drop(id);
  return 'left';
}

function drop(id: string): void {
  if (followed.get(id) === awake) awake = undefined;
  followed.delete(id);
}
