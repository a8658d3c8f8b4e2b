/** One part of a piece of work: what all parts share, and the part's index. */
export type Step<Shared, Answer> = (shared: Shared, index: number) => Answer;

/**
 * Who does the parts of a piece of work that do not depend on each other.
 *
 * Answers stand in the order of their parts, whoever did them when; whoever adds them up in that
 * order gets the same bytes on any number of threads. A step is a plain exported function whose
 * shared value and answers hold nothing but data.
 */
export interface Crew {
  map<Shared, Answer>(step: Step<Shared, Answer>, shared: Shared, count: number): Answer[];
}

/**
 * The crew of one: this thread does all parts in turn.
 *
 * @example alone.map((base, index) => base + index, 10, 3) // [10, 11, 12]
 */
export const alone: Crew = {
  map: (step, shared, count) => Array.from({ length: count }, (_, index) => step(shared, index)),
};
