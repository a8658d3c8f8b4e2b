import type { RunOverview, SampleOverview } from '../../http/schemas/overview.ts';
import type { Json } from './call.ts';

/** Answers as the pages hold them. */
export type Batch = Json<RunOverview>;
export type BatchSample = Batch['samples'][number];
export type Sample = Json<SampleOverview>;
export type Analysis = NonNullable<Sample['analysis']>;
