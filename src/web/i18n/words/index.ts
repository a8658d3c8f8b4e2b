import { commonWords } from './common.ts';
import { runWords } from './runs.ts';

/** Every text of the pages; each page has its own table. */
export const words = { ...commonWords, ...runWords };
