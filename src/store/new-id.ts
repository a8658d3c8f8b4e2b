import { uuidV7 } from '../security/uuid-v7.ts';

/** An identifier for a new row: later rows sort after earlier ones. */
export const newId = uuidV7;
