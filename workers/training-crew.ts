import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { Crew } from '../src/analysis/statistics/crew.ts';
import { nameOfStep, type StepName, trainingSteps } from './training-steps.ts';

/** What a crew shares: 8 words of memory and one a helper, and a port to each helper. */
export interface CrewLink {
  readonly words: SharedArrayBuffer;
  readonly ports: readonly MessagePort[];
}

/** What a helper holds of it. */
export interface HelperLink {
  readonly words: SharedArrayBuffer;
  readonly port: MessagePort;
  /** Place of the helper's own word. */
  readonly place: number;
}

interface StepMessage {
  readonly name: StepName;
  readonly shared: unknown;
  readonly count: number;
}

type PartMessage = { readonly index: number; readonly answer: unknown } | { fault: string };

// Words of the shared memory; the first is set by whoever sees a helper die.
const isLost = 0;
const round = 1;
const nextPart = 2;
const busyHelpers = 3;
const isOver = 4;
const firstHelper = 8;
/** How often a waiting leader looks whether a helper has died, milliseconds. */
const lookEvery = 1_000;

/**
 * The crew of this thread and its helpers. Parts are taken one by one as threads come free, from a
 * counter they share; this thread works too, and waits at the end. Helpers that have not started
 * yet are not waited for.
 */
export function leadCrew(
  { words: memory, ports }: CrewLink,
  onPart: (name: StepName, share: number) => void = () => undefined,
): Crew & { close(): void } {
  const words = new Int32Array(memory);
  return {
    map(step, shared, count) {
      const name = nameOfStep(step);
      const helpers = ports.filter((_, k) => Atomics.load(words, firstHelper + k) === 1);
      Atomics.store(words, nextPart, 0);
      Atomics.store(words, busyHelpers, helpers.length);
      const message: StepMessage = { name, shared, count };
      for (const port of helpers) port.postMessage(message);
      announce(words);
      const answers = new Array<ReturnType<typeof step>>(count);
      onPart(name, 0);
      for (let part = takePart(words); part < count; part = takePart(words)) {
        onPart(name, part / count);
        answers[part] = step(shared, part);
      }
      awaitHelpers(words);
      for (const port of helpers) collect(port, answers);
      onPart(name, 1);
      return answers;
    },
    close() {
      Atomics.store(words, isOver, 1);
      announce(words);
    },
  };
}

/** Does parts for a leader until it closes the crew. */
export function helpCrew({ words: memory, port, place }: HelperLink): void {
  const words = new Int32Array(memory);
  Atomics.store(words, firstHelper + place, 1);
  for (let seen = 0; Atomics.load(words, isOver) === 0; seen = Atomics.load(words, round)) {
    const task = receiveMessageOnPort(port)?.message as StepMessage | undefined;
    if (!task) {
      Atomics.wait(words, round, seen);
      continue;
    }
    doParts(words, port, task);
    Atomics.sub(words, busyHelpers, 1);
    Atomics.notify(words, busyHelpers);
  }
}

function doParts(words: Int32Array, port: MessagePort, { name, shared, count }: StepMessage): void {
  try {
    const step = trainingSteps[name] as (shared: unknown, index: number) => unknown;
    for (let index = takePart(words); index < count; index = takePart(words)) {
      const message: PartMessage = { index, answer: step(shared, index) };
      port.postMessage(message);
    }
  } catch (error) {
    const message: PartMessage = { fault: String(error instanceof Error ? error.stack : error) };
    port.postMessage(message);
  }
}

function collect(port: MessagePort, answers: unknown[]): void {
  for (;;) {
    const message = receiveMessageOnPort(port)?.message as PartMessage | undefined;
    if (!message) return;
    if ('fault' in message) throw new Error(`a helper failed: ${message.fault}`);
    answers[message.index] = message.answer;
  }
}

function takePart(words: Int32Array): number {
  return Atomics.add(words, nextPart, 1);
}

function announce(words: Int32Array): void {
  Atomics.add(words, round, 1);
  Atomics.notify(words, round);
}

function awaitHelpers(words: Int32Array): void {
  for (;;) {
    const busy = Atomics.load(words, busyHelpers);
    if (busy === 0) return;
    if (Atomics.load(words, isLost) === 1) throw new Error('a helper of the training has died');
    Atomics.wait(words, busyHelpers, busy, lookEvery);
  }
}
