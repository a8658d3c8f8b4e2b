import { administrationWords } from './administration.ts';
import { aftercareWords } from './aftercare.ts';
import { batchWords } from './batch.ts';
import { commonWords } from './common.ts';
import { lookBackWords } from './look-backs.ts';
import { modelWords } from './models.ts';
import { queueWords } from './queue.ts';
import { reportWords } from './reports.ts';
import { restrictedWords } from './restricted.ts';
import { runWords } from './runs.ts';
import { sampleWords } from './sample.ts';

/** Every text of the pages; each page has its own table. */
export const words = {
  ...commonWords,
  ...runWords,
  ...batchWords,
  ...sampleWords,
  ...queueWords,
  ...reportWords,
  ...restrictedWords,
  ...modelWords,
  ...aftercareWords,
  ...lookBackWords,
  ...administrationWords,
};
